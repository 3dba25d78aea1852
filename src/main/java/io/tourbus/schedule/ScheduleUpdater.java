package io.tourbus.schedule;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.CronTrigger;

/**
 * Applies edited schedules to the running Quartz triggers. It does not stop routes, because a scheduled run can take hours. The
 * triggers of a paused job continue to fire, but the route does not start the job.
 */
public record ScheduleUpdater(CamelContext camel, Clock clock) {

    /** @throws Exception if a trigger cannot be changed; the triggers that were changed before are restored if possible */
    public void update(ScheduleSettings before, ScheduleSettings after) throws Exception {
        try {
            change(before, after);
        } catch (Exception e) {
            try {
                change(after, before);
            } catch (Exception restoreFailure) {
                e.addSuppressed(restoreFailure);
            }
            throw e;
        }
    }

    private void change(ScheduleSettings before, ScheduleSettings after) throws Exception {
        for (var schedule : after.schedules()) {
            var old = before.forJob(schedule.job());
            if (schedule.equals(old) && before.misfire() == after.misfire()) {
                continue;
            }
            for (var route : routes(schedule)) {
                reschedule((QuartzEndpoint) route.getEndpoint(), schedule, after);
                if (old.paused() && !schedule.paused() && after.enabled()) {
                    start(route, schedule);
                }
            }
        }
    }

    private List<Route> routes(Schedule schedule) {
        return camel.getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof QuartzEndpoint endpoint
                        && endpoint.getTriggerKey().equals(schedule.triggerKey()))
                .toList();
    }

    private void reschedule(QuartzEndpoint endpoint, Schedule schedule, ScheduleSettings settings) throws Exception {
        var scheduler = endpoint.getComponent().getScheduler();
        if (scheduler.getTrigger(schedule.triggerKey()) instanceof CronTrigger trigger) {
            scheduler.rescheduleJob(schedule.triggerKey(), settings.updatedTrigger(trigger, schedule, clock.instant()));
        }
        var parameters = new HashMap<>(endpoint.getTriggerParameters());
        parameters.put("timeZone", schedule.zone().getID());
        parameters.put("misfireInstruction", String.valueOf(settings.misfire().instruction()));
        endpoint.setTriggerParameters(parameters);
        endpoint.setCron(schedule.cron());
    }

    /** The route of a job that was paused at the start is stopped, and can lack a trigger in a shared database. */
    private void start(Route route, Schedule schedule) throws Exception {
        var endpoint = (QuartzEndpoint) route.getEndpoint();
        if (endpoint.getComponent().getScheduler().getTrigger(schedule.triggerKey()) == null) {
            endpoint.stop();
            endpoint.start();
        }
        if (camel.getRouteController().getRouteStatus(route.getId()).isStopped()) {
            camel.getRouteController().startRoute(route.getId());
        }
    }
}
