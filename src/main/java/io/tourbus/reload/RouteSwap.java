package io.tourbus.reload;

import io.tourbus.reload.LiveContext.Candidates;
import io.tourbus.reload.LiveContext.NotRestoredException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.quartz.QuartzConsumer;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.support.EventHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.quartz.CronTrigger;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

/** Replaces, adds and removes routes of a context, all or none. Nobody else starts or stops routes meanwhile. */
final class RouteSwap {

    private final LiveContext camel;

    private final List<RouteService> old;
    private final Candidates candidates;
    private final Set<String> stopped = new HashSet<>();
    private final List<Consumer> paused = new ArrayList<>();
    private final Map<QuartzEndpoint, Optional<Schedule>> unscheduled = new LinkedHashMap<>();
    private final Set<Scheduler> standby = new HashSet<>();
    private final List<RouteStartupOrder> orders = new ArrayList<>();
    private final List<RouteService> added = new ArrayList<>();

    /** A trigger of Quartz before the swap. */
    private record Schedule(JobDetail job, Trigger trigger) {}

    RouteSwap(LiveContext camel, Set<String> ids, Candidates candidates) {
        this.camel = camel;
        this.candidates = candidates;
        old = camel.services().values().stream()
                .filter(service -> ids.contains(service.getId()))
                .toList();
        old.stream()
                .filter(service -> service.isAutoStartup()
                        && (!service.getStatus().isStarted() || ServiceHelper.isSuspended(service.getInput())))
                .forEach(service -> stopped.add(service.getId()));
    }

    void run() throws Exception {
        try {
            for (var service : old) {
                detach(service);
            }
            camel.build(candidates, this::buildScheduled);
            for (var service : candidates.services) {
                start(service);
            }
            for (var service : old) {
                pauseHttp(service.getInput());
            }
            continueSchedules();
        } catch (Exception | Error e) {
            restore(e);
            throw e;
        } finally {
            for (var scheduler : standby) {
                scheduler.start();
            }
        }
        commit();
    }

    private Void buildScheduled() throws Exception {
        candidates.replacing = true;
        for (var definition : candidates.scheduled.keySet()) {
            naming(definition.getId(), () -> camel.startRouteDefinitions(List.of(definition)));
        }
        return null;
    }

    private void detach(RouteService service) throws Exception {
        pause(service);
        var route = service.getRoute();
        camel.removeRoute(route);
        camel.services().remove(service.getId());
        var startupOrder = camel.getCamelContextExtension().getRouteStartupOrder();
        startupOrder.stream().filter(order -> order.getRoute() == route).forEach(orders::add);
        startupOrder.removeIf(order -> order.getRoute() == route);
        if (route.getEndpoint() instanceof QuartzEndpoint quartz && !isKept(quartz)) {
            suspend(quartz);
        }
    }

    /** No trigger fires until the swap has ended. Those that become due meanwhile fire then. */
    private void suspend(QuartzEndpoint quartz) throws SchedulerException {
        var scheduler = quartz.getComponent().getScheduler();
        if (scheduler.isStarted()) {
            scheduler.standby();
            standby.add(scheduler);
        }
        var trigger = Optional.ofNullable(scheduler.getTrigger(quartz.getTriggerKey()));
        var job = scheduler.getJobDetail(JobKey.jobKey(quartz.getTriggerName(), quartz.getGroupName()));
        unscheduled.put(quartz, trigger.map(known -> new Schedule(job, known)));
        unschedule(quartz);
    }

    /** With some options, Camel keeps the trigger of an endpoint that it removes. */
    private void unschedule(QuartzEndpoint quartz) throws SchedulerException {
        quartz.getComponent().getScheduler().unscheduleJob(quartz.getTriggerKey());
        camel.removeEndpoint(quartz);
    }

    /** The consumer of a schedule hands its trigger over to the new one, so that no tick is lost in between. */
    private void pause(RouteService service) throws Exception {
        var consumer = service.getInput();
        if (consumer != null
                && !(consumer instanceof QuartzConsumer)
                && !(consumer.getEndpoint() instanceof PlatformHttpEndpoint)
                && ServiceHelper.isStarted(consumer)
                && !ServiceHelper.isSuspended(consumer)) {
            paused.add(consumer);
            if (!ServiceHelper.suspendService(consumer)) {
                consumer.stop();
            }
        }
    }

    /** The new route already accepts requests, so none fails. */
    private void pauseHttp(Consumer consumer) {
        if (consumer != null && consumer.getEndpoint() instanceof PlatformHttpEndpoint) {
            paused.add(consumer);
            consumer.stop();
        }
    }

    /** Whether a new route uses the same trigger without a change. */
    private boolean isKept(QuartzEndpoint quartz) {
        return candidates.scheduled.values().stream()
                .anyMatch(
                        endpoint -> endpoint.getEndpointUri().equals(LiveContext.CANDIDATE + quartz.getEndpointUri()));
    }

    private void start(RouteService service) throws Exception {
        if (stopped.contains(service.getId())) {
            service.getRoute().setAutoStartup(false);
        }
        added.add(service);
        naming(service.getId(), () -> camel.startRouteService(service, true));
    }

    /** A trigger with the same times fires when it would have without the swap: no tick is lost or repeated. */
    private void continueSchedules() throws SchedulerException {
        for (var service : added) {
            if (service.getRoute().getEndpoint() instanceof QuartzEndpoint quartz) {
                var scheduler = quartz.getComponent().getScheduler();
                for (var before : List.copyOf(unscheduled.values())) {
                    if (before.filter(known -> known.trigger().getKey().equals(quartz.getTriggerKey()))
                            .isPresent()) {
                        continueSchedule(scheduler, before.get().trigger());
                    }
                }
            }
        }
    }

    private static void continueSchedule(Scheduler scheduler, Trigger before) throws SchedulerException {
        var due = before.getNextFireTime();
        if (due != null
                && before instanceof CronTrigger old
                && scheduler.getTrigger(before.getKey()) instanceof CronTrigger trigger) {
            if (trigger.getCronExpression().equals(old.getCronExpression())) {
                scheduler.rescheduleJob(
                        trigger.getKey(),
                        trigger.getTriggerBuilder().startAt(due).build());
            } else if (due.before(new Date())) {
                scheduler.triggerJob(trigger.getJobKey());
            }
        }
    }

    private void restore(Throwable failure) throws NotRestoredException {
        for (var service : added) {
            camel.removeRoute(service.getRoute());
            camel.services().remove(service.getId());
            camel.getCamelContextExtension()
                    .getRouteStartupOrder()
                    .removeIf(order -> order.getRoute() == service.getRoute());
            if (service.getRoute().getEndpoint() instanceof QuartzEndpoint quartz
                    && old.stream().noneMatch(known -> known.getRoute().getEndpoint() == quartz)) {
                attempt(() -> unschedule(quartz));
            }
            forget(service);
            if (old.stream().noneMatch(known -> known.getId().equals(service.getId()))) {
                camel.getLifecycleStrategies()
                        .forEach(strategy -> strategy.onRoutesRemove(List.of(service.getRoute())));
            }
        }
        old.forEach(service -> camel.services().put(service.getId(), service));
        attempt(() -> camel.discard(candidates));
        Set<String> failed = new LinkedHashSet<>();
        unscheduled.forEach((quartz, schedule) -> {
            if (!attempt(() -> reschedule(quartz, schedule))) {
                failed.add(quartz.getTriggerName());
            }
        });
        for (var service : old) {
            if (camel.getRoutes().stream().noneMatch(route -> route == service.getRoute())) {
                camel.addRoute(service.getRoute());
            }
            camel.getInflightRepository().addRoute(service.getId());
            if (service.getInput() instanceof QuartzConsumer schedule && ServiceHelper.isStarted(schedule)) {
                attempt(() -> schedule.getEndpoint().onConsumerStart(schedule));
            }
            if (paused.contains(service.getInput()) && !attempt(() -> resume(service.getInput()))) {
                failed.add(service.getId());
                attempt(service::stop);
            }
            forget(service);
            register(service);
        }
        orders.stream()
                .filter(order ->
                        !camel.getCamelContextExtension().getRouteStartupOrder().contains(order))
                .forEach(camel.getCamelContextExtension().getRouteStartupOrder()::add);
        if (!failed.isEmpty()) {
            throw new NotRestoredException(failed, failure);
        }
    }

    private void reschedule(QuartzEndpoint quartz, Optional<Schedule> before) throws Exception {
        camel.addEndpoint(quartz.getEndpointUri(), quartz);
        if (before.isPresent()) {
            var scheduler = quartz.getComponent().getScheduler();
            if (scheduler.checkExists(quartz.getTriggerKey())) {
                continueSchedule(scheduler, before.get().trigger());
            } else {
                scheduler.scheduleJob(before.get().job(), before.get().trigger());
            }
        }
    }

    private void resume(Consumer consumer) {
        if (!ServiceHelper.resumeService(consumer)) {
            consumer.start();
        }
    }

    private void commit() {
        var definitions = candidates.services.stream()
                .map(service -> (RouteDefinition) service.getRoute().getRoute())
                .toList();
        // JMX forgets the steps of a removed route by the ID in their definition.
        var ids = definitions.stream().map(RouteDefinition::getId).toList();
        definitions.forEach(definition -> definition.setId(LiveContext.CANDIDATE + definition.getId()));
        old.forEach(this::forget);
        camel.getLifecycleStrategies()
                .forEach(strategy -> strategy.onRoutesRemove(
                        old.stream().map(RouteService::getRoute).toList()));
        for (int i = 0; i < ids.size(); i++) {
            definitions.get(i).setId(ids.get(i));
        }
        candidates.services.forEach(this::forget);
        candidates.services.forEach(this::register);
        camel.getRouteDefinitions()
                .removeIf(definition ->
                        old.stream().anyMatch(service -> service.getId().equals(definition.getId())));
        camel.getRouteDefinitions().addAll(definitions);
        camel.retire(old);
        for (var service : old) {
            EventHelper.notifyRouteStopped(camel, service.getRoute());
            EventHelper.notifyRouteRemoved(camel, service.getRoute());
        }
    }

    /** Removes the steps of a route from JMX. */
    private void forget(RouteService service) {
        for (var strategy : camel.getLifecycleStrategies()) {
            List.copyOf(service.getRoute().getServices())
                    .forEach(step -> strategy.onServiceRemove(camel, step, service.getRoute()));
        }
    }

    private void register(RouteService service) {
        for (var strategy : camel.getLifecycleStrategies()) {
            List.copyOf(service.getRoute().getServices())
                    .forEach(step -> strategy.onServiceAdd(camel, step, service.getRoute()));
            strategy.onRoutesAdd(List.of(service.getRoute()));
        }
    }

    private static void naming(String id, Attempt start) throws FailedToStartRouteException {
        try {
            start.run();
        } catch (Exception e) {
            throw new FailedToStartRouteException(id, null, e);
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws Exception;
    }

    private static boolean attempt(Attempt attempt) {
        try {
            attempt.run();
            return true;
        } catch (Exception e) {
            return false;
        }
    }
}
