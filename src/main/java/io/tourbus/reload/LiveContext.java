package io.tourbus.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.QuartzConsumer;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;
import org.quartz.SchedulerException;

/**
 * A Camel context whose routes can be replaced while they process messages. A new route is complete, except for its consumer, before
 * the old one is touched. The swap exchanges the consumers; messages in progress continue in the old route, which is closed when it
 * has been idle for a while. If a new route does not start, the old ones, which were never stopped, get their consumers back.
 */
public final class LiveContext extends DefaultCamelContext {

    static final String CANDIDATE = "candidate-";
    private static final Pattern TRIGGER = Pattern.compile("^(quartz:(?://)?(?:[^/?]*/)?)");

    private final Duration grace;
    private final ThreadLocal<Candidates> building = new ThreadLocal<>();
    private final ReentrantReadWriteLock swapping = new ReentrantReadWriteLock();
    private final List<Retired> retired = new ArrayList<>();
    private volatile int swaps;

    /** A replaced or removed route, which may still process messages. */
    private record Retired(RouteService service, long nanoTime) {}

    /** Some routes were neither replaced nor restored. */
    static final class NotRestoredException extends Exception {

        private static final long serialVersionUID = 1;

        NotRestoredException(Collection<String> ids, Throwable cause) {
            super("These routes do not run: %s. Restart Tourbus.".formatted(String.join(", ", ids)), cause);
        }
    }

    /** Routes that are built, but have no consumer yet. Quartz triggers have unique names, so their routes are built in the swap. */
    static final class Candidates {

        final List<RouteService> services = new ArrayList<>();
        final Map<RouteDefinition, Endpoint> scheduled = new LinkedHashMap<>();
        private final Set<Endpoint> before;
        boolean replacing;

        private Candidates(Collection<Endpoint> before) {
            this.before = new HashSet<>(before);
        }

        /** The endpoints from which the routes read, by the ID of the route. */
        Map<String, Endpoint> inputs() {
            Map<String, Endpoint> inputs = new LinkedHashMap<>();
            services.forEach(
                    service -> inputs.put(service.getId(), service.getRoute().getEndpoint()));
            scheduled.forEach((definition, endpoint) -> inputs.put(definition.getId(), endpoint));
            return inputs;
        }
    }

    public LiveContext() {
        this(Duration.ofSeconds(10));
    }

    /** @param grace how long a replaced route is kept at least, for callers that were about to call it */
    LiveContext(Duration grace) {
        super(false);
        this.grace = grace;
    }

    /** Reads something about several routes, which are not replaced meanwhile. */
    public <T> T whileNotSwapping(Supplier<T> read) {
        swapping.readLock().lock();
        try {
            return read.get();
        } finally {
            swapping.readLock().unlock();
        }
    }

    /** Waits while routes are replaced, and returns the number of swaps. */
    int awaitSwap() {
        return whileNotSwapping(() -> swaps);
    }

    /**
     * Builds routes next to the running ones.
     *
     * @param definitions passes the definitions of the routes to {@link #startRouteDefinitions}
     */
    Candidates build(Callable<Void> definitions) throws Exception {
        var candidates = new Candidates(getEndpoints());
        try {
            return build(candidates, definitions);
        } catch (Exception | StackOverflowError e) {
            discard(candidates);
            throw e;
        }
    }

    Candidates build(Candidates candidates, Callable<Void> definitions) throws Exception {
        building.set(candidates);
        try {
            definitions.call();
            return candidates;
        } finally {
            building.remove();
        }
    }

    @Override
    public void startRouteDefinitions(List<RouteDefinition> definitions) throws Exception {
        var candidates = building.get();
        if (candidates == null || candidates.replacing) {
            super.startRouteDefinitions(definitions);
            return;
        }
        for (var definition : definitions) {
            var uri = definition.getInput().getUri();
            if (uri != null && TRIGGER.matcher(uri).find()) {
                testScheduled(candidates, definition, uri);
            } else {
                super.startRouteDefinitions(List.of(definition));
            }
        }
    }

    private void testScheduled(Candidates candidates, RouteDefinition definition, String uri) throws Exception {
        definition.getInput().setUri(TRIGGER.matcher(uri).replaceFirst("$1" + CANDIDATE));
        super.startRouteDefinitions(List.of(definition));
        definition.getInput().setUri(uri);
        var service = candidates.services.remove(candidates.services.size() - 1);
        candidates.scheduled.put(definition, service.getRoute().getEndpoint());
        close(service);
        unscheduleCandidates();
    }

    @Override
    public void startRouteService(RouteService service, boolean addingRoutes) throws Exception {
        var candidates = building.get();
        if (candidates == null) {
            super.startRouteService(service, addingRoutes);
        } else {
            candidates.services.add(service);
            service.setUp();
        }
    }

    /** Closes routes that were built and are not needed. */
    void discard(Candidates candidates) throws SchedulerException {
        candidates.services.forEach(this::close);
        unscheduleCandidates();
        var used = usedEndpoints();
        for (var service : candidates.services) {
            var endpoint = service.getRoute().getEndpoint();
            if (!candidates.before.contains(endpoint) && !used.contains(endpoint)) {
                removeEndpoint(endpoint);
            }
        }
    }

    private void unscheduleCandidates() throws SchedulerException {
        for (var endpoint : List.copyOf(getEndpoints())) {
            if (endpoint instanceof QuartzEndpoint quartz
                    && quartz.getTriggerKey().getName().startsWith(CANDIDATE)) {
                unschedule(quartz);
            }
        }
    }

    void unschedule(QuartzEndpoint quartz) throws SchedulerException {
        quartz.getComponent().getScheduler().unscheduleJob(quartz.getTriggerKey());
        removeEndpoint(quartz);
    }

    /**
     * Replaces, adds and removes routes, all or none.
     *
     * @param ids the routes to replace, add or remove; those without a candidate are removed
     * @throws NotRestoredException if a new route does not start, and an old one cannot be restored either
     * @throws Exception if a new route does not start; the old ones then run as before
     */
    void swap(Set<String> ids, Candidates candidates) throws Exception {
        swapping.writeLock().lock();
        try {
            new RouteSwap(this, ids, candidates).run();
        } finally {
            swaps++;
            swapping.writeLock().unlock();
        }
    }

    /** The routes by ID. */
    Map<String, RouteService> services() {
        return getRouteServices();
    }

    /** Keeps replaced routes until their messages in progress are done. */
    void retire(List<RouteService> services) {
        synchronized (retired) {
            services.forEach(service -> retired.add(new Retired(service, System.nanoTime())));
        }
    }

    /** Closes replaced routes that have been idle for a while. */
    void closeRetired() {
        synchronized (retired) {
            var idle = retired.stream()
                    .filter(route -> System.nanoTime() - route.nanoTime() > grace.toNanos()
                            && getInflightRepository().size(route.service().getId()) == 0)
                    .toList();
            retired.removeAll(idle);
            idle.forEach(route -> close(route.service()));
        }
    }

    /** Closes a route without a trace in JMX, where its ID can belong to another route. */
    private void close(RouteService service) {
        var route = service.getRoute();
        var endpoints = service.gatherEndpoints();
        for (var part : List.copyOf(route.getServices())) {
            // The consumer of a schedule would pause the trigger, which can belong to another route.
            if (!(part instanceof QuartzConsumer)) {
                ServiceHelper.stopAndShutdownService(part);
            }
        }
        ServiceHelper.stopAndShutdownService(route);
        endpoints.add(route.getEndpoint());
        var used = usedEndpoints();
        endpoints.stream().filter(endpoint -> !used.contains(endpoint)).forEach(this::removeEndpoint);
    }

    private Set<Endpoint> usedEndpoints() {
        Set<Endpoint> used = new HashSet<>();
        var candidates = building.get();
        var known = new ArrayList<>(getRouteServices().values());
        retired.forEach(route -> known.add(route.service()));
        if (candidates != null) {
            known.addAll(candidates.services);
        }
        for (var service : known) {
            used.addAll(service.gatherEndpoints());
            used.add(service.getRoute().getEndpoint());
        }
        return used;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        synchronized (retired) {
            retired.forEach(route -> Arrays.asList(route.service().getRoute().getProcessor())
                    .forEach(ServiceHelper::stopAndShutdownService));
            retired.clear();
        }
    }
}
