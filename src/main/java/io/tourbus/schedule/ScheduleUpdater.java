package io.tourbus.schedule;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.CronTrigger;
import org.quartz.TriggerKey;

/**
 * Has Quartz go by other schedules. No route is stopped for it: what a schedule has started may run for hours. A job that is
 * paused has its triggers fire in vain.
 */
public record ScheduleUpdater(CamelContext camel, Clock clock) {

    /** @throws Exception when the triggers cannot be changed; they are what they were then, as far as that can be had */
    public void follow(ScheduleSettings before, ScheduleSettings wanted) throws Exception {
        try {
            change(before, wanted);
        } catch (Exception e) {
            try {
                change(wanted, before);
            } catch (Exception again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private void change(ScheduleSettings before, ScheduleSettings wanted) throws Exception {
        for (var schedule : wanted.schedules()) {
            var old = before.forJob(schedule.job());
            var resumed = old.paused() && !schedule.paused() && wanted.fire();
            if (!schedule.equals(old) || before.misfire() != wanted.misfire()) {
                for (var route : routes(schedule)) {
                    fire((QuartzEndpoint) route.getEndpoint(), schedule, wanted);
                    if (resumed) {
                        start(route, key(schedule));
                    }
                }
            }
        }
    }

    private List<Route> routes(Schedule schedule) {
        return camel.getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof QuartzEndpoint endpoint
                        && endpoint.getTriggerKey().equals(key(schedule)))
                .toList();
    }

    private void fire(QuartzEndpoint endpoint, Schedule schedule, ScheduleSettings wanted) throws Exception {
        var scheduler = endpoint.getComponent().getScheduler();
        if (scheduler.getTrigger(key(schedule)) instanceof CronTrigger trigger) {
            scheduler.rescheduleJob(key(schedule), wanted.renewed(trigger, schedule, clock.instant()));
        }
        var parameters = new HashMap<>(endpoint.getTriggerParameters());
        parameters.put("timeZone", schedule.zone().getID());
        parameters.put("misfireInstruction", String.valueOf(wanted.misfire().instruction()));
        endpoint.setTriggerParameters(parameters);
        endpoint.setCron(schedule.cron());
    }

    /** One that was paused when Tourbus started has not begun to fire, and may have no trigger in a database. */
    private void start(Route route, TriggerKey key) throws Exception {
        var endpoint = (QuartzEndpoint) route.getEndpoint();
        if (endpoint.getComponent().getScheduler().getTrigger(key) == null) {
            endpoint.stop();
            endpoint.start();
        }
        if (camel.getRouteController().getRouteStatus(route.getId()).isStopped()) {
            camel.getRouteController().startRoute(route.getId());
        }
    }

    private static TriggerKey key(Schedule schedule) {
        return TriggerKey.triggerKey(schedule.job().label(), "tourbus");
    }
}
