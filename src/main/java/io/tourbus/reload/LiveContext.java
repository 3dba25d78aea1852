package io.tourbus.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.CamelJob;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzConsumer;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.spi.TriggerFiredBundle;

/**
 * A Camel context whose routes can be replaced while they process messages. A new route is complete, except for its consumer, before
 * the old one is touched. The swap exchanges the consumers; messages in progress continue in the old route, which is closed when it
 * has been idle for a while. If a new route does not start, the old ones, which were never stopped, get their consumers back.
 */
public final class LiveContext extends DefaultCamelContext {

    static final String CANDIDATE = "candidate-";
    private static final String QUARTZ = "quartz";

    private final Duration grace;
    private final ThreadLocal<Candidates> building = new ThreadLocal<>();
    private final ReentrantReadWriteLock swapping = new ReentrantReadWriteLock(true);
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
        private final Set<Endpoint> created = new HashSet<>();
        private final List<ThreadPoolExecutor> threadPools = new ArrayList<>();
        boolean replacing;

        /** The endpoints from which the routes read, by the ID of the route. */
        Map<String, Endpoint> inputs() {
            Map<String, Endpoint> inputs = new LinkedHashMap<>();
            services.forEach(
                    service -> inputs.put(service.getId(), service.getRoute().getEndpoint()));
            scheduled.forEach((definition, endpoint) -> inputs.put(definition.getId(), endpoint));
            return inputs;
        }
    }

    @Override
    protected ClassResolver createClassResolver() {
        return new OptionalResources(getCamelContextReference());
    }

    public LiveContext() {
        this(Duration.ofSeconds(10));
    }

    /** @param grace how long a replaced route is kept at least, for callers that were about to call it */
    LiveContext(Duration grace) {
        super(false);
        this.grace = grace;
        getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            creating(candidates -> candidates.created.add(endpoint));
            return endpoint;
        });
        addLifecycleStrategy(new Created());
    }

    /** Applies the action to the candidates that the current thread is building; does nothing on other threads. */
    private void creating(Consumer<Candidates> action) {
        Optional.ofNullable(building.get()).ifPresent(action);
    }

    /** Notices thread pools of candidates, and lets Quartz find routes while they are replaced. */
    private final class Created extends LifecycleStrategySupport {

        @Override
        public void onThreadPoolAdd(
                CamelContext context, ThreadPoolExecutor pool, String id, String source, String route, String profile) {
            creating(candidates -> candidates.threadPools.add(pool));
        }

        @Override
        public void onComponentAdd(String name, Component component) {
            if (component instanceof QuartzComponent quartz) {
                quartz.addScheduleInitTask(scheduler ->
                        scheduler.setJobFactory((fired, owner) -> new ScheduledRoute(LiveContext.this, fired)));
            }
        }
    }

    /** A due trigger looks for its route only while no routes are replaced. Camel would create an endpoint if there is none. */
    private static final class ScheduledRoute extends CamelJob {

        private final LiveContext live;

        private ScheduledRoute(LiveContext live, TriggerFiredBundle fired) {
            this.live = live;
            // Quartz fires up to 2 ms early. Camel would skip a trigger that starts at this time.
            if (fired.getTrigger().getStartTime().after(fired.getFireTime())) {
                fired.getTrigger().setStartTime(fired.getFireTime());
            }
        }

        @Override
        protected QuartzEndpoint lookupQuartzEndpoint(CamelContext context, JobExecutionContext fired)
                throws JobExecutionException {
            live.swapping.readLock().lock();
            try {
                return super.lookupQuartzEndpoint(context, fired);
            } finally {
                live.swapping.readLock().unlock();
            }
        }
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
        var candidates = new Candidates();
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
            if (uri != null && uri.startsWith(QUARTZ + ":")) {
                testScheduled(candidates, definition, uri);
            } else {
                super.startRouteDefinitions(List.of(definition));
            }
        }
    }

    /** Builds the route with a scheduler that never starts, so that its trigger can neither fire nor remain. */
    private void testScheduled(Candidates candidates, RouteDefinition definition, String uri) throws Exception {
        var properties = new Properties();
        properties.setProperty(
                "org.quartz.scheduler.instanceName", UUID.randomUUID().toString());
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.ZeroSizeThreadPool");
        var scheduler = new StdSchedulerFactory(properties).getScheduler();
        var component = new QuartzComponent();
        component.setAutoStartScheduler(false);
        component.setScheduler(scheduler);
        addComponent(CANDIDATE + QUARTZ, component);
        try {
            definition.getInput().setUri(CANDIDATE + uri);
            super.startRouteDefinitions(List.of(definition));
            definition.getInput().setUri(uri);
            var service = candidates.services.remove(candidates.services.size() - 1);
            candidates.scheduled.put(definition, service.getRoute().getEndpoint());
            close(service);
        } finally {
            removeComponent(CANDIDATE + QUARTZ);
            scheduler.shutdown();
        }
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
    void discard(Candidates candidates) {
        candidates.services.forEach(this::close);
        candidates.threadPools.forEach(getExecutorServiceManager()::shutdownNow);
        var used = usedEndpoints();
        candidates.created.stream().filter(endpoint -> !used.contains(endpoint)).forEach(this::removeEndpoint);
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
            for (var route : idle) {
                close(route.service());
                retired.remove(route);
            }
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
        synchronized (retired) {
            // A suspended consumer keeps its threads, and Camel would wait for their ends in vain.
            retired.stream()
                    .map(route -> route.service().getRoute().getConsumer())
                    .filter(consumer -> !(consumer instanceof QuartzConsumer))
                    .forEach(ServiceHelper::stopService);
        }
        super.doStop();
        synchronized (retired) {
            retired.forEach(route -> Arrays.asList(route.service().getRoute().getProcessor())
                    .forEach(ServiceHelper::stopAndShutdownService));
            retired.clear();
        }
    }
}
