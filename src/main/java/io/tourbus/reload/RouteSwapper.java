package io.tourbus.reload;

import io.tourbus.reload.GatedDirectComponent.GatedConsumer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Swaps a set of routes, all or none. The swap of a busy route is deferred until the route is idle. */
final class RouteSwapper {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");
    private static final String CANDIDATE = "candidate-";
    private static final Pattern QUARTZ = Pattern.compile("^(quartz:(?://)?(?:[^/?]*/)?)");

    private final CamelContext camel;
    private final Duration busyTimeout;
    private final Function<Throwable, String> describe;
    private final Map<String, Deferred> deferred = new LinkedHashMap<>();

    /** @param replacement empty to remove the route */
    private record RouteSwap(String id, Optional<RouteDefinition> replacement) {}

    /** @param runningContent the content of the route that runs until then; empty if it is unknown */
    private record Deferred(RouteSwap swap, Optional<Object> runningContent) {}

    /**
     * @param busyTimeout how long to wait for a busy route before its swap is deferred
     * @param describe describes a failure on one line
     */
    RouteSwapper(CamelContext camel, Duration busyTimeout, Function<Throwable, String> describe) {
        this.camel = camel;
        this.busyTimeout = busyTimeout;
        this.describe = describe;
    }

    boolean isDeferred(String id) {
        return deferred.containsKey(id);
    }

    /** Whether the swap of the route is deferred, and the route that still runs has the given content. */
    boolean isStillRunning(String id, Object content) {
        return isDeferred(id)
                && deferred.get(id).runningContent().filter(content::equals).isPresent();
    }

    /** Cancels a deferred swap. */
    void cancel(String id) {
        deferred.remove(id);
    }

    /** Keeps {@link #isStillRunning} from cancelling deferred swaps, because properties of the routes have changed. */
    void expectChangesInDeferred() {
        deferred.replaceAll((id, busy) -> new Deferred(busy.swap(), Optional.empty()));
    }

    /**
     * Swaps routes one after another. If one fails, restores all of them.
     *
     * @param replacements the new routes; IDs without one are removed
     * @param runningContents returns the content of a running route by its ID
     * @return the IDs of the routes whose swap is deferred
     */
    Set<String> swap(
            Set<String> ids, List<RouteDefinition> replacements, Function<String, Optional<Object>> runningContents)
            throws Exception {
        Set<String> later = new LinkedHashSet<>();
        Map<String, Deferred> before = new LinkedHashMap<>(deferred);
        Deque<RouteSwap> rollback = new ArrayDeque<>();
        try {
            for (var id : ids) {
                var replacement = replacements.stream()
                        .filter(route -> route.getId().equals(id))
                        .findFirst();
                var swap = new RouteSwap(id, replacement);
                var inverse = inverse(id);
                var busy = deferred.remove(id);
                if (apply(swap)) {
                    rollback.push(inverse);
                } else {
                    deferred.put(
                            id, new Deferred(swap, busy == null ? runningContents.apply(id) : busy.runningContent()));
                    later.add(id);
                }
            }
            return later;
        } catch (Exception e) {
            for (var swap : rollback) {
                apply(swap);
            }
            deferred.clear();
            deferred.putAll(before);
            throw e;
        }
    }

    void retryDeferred() {
        for (var swap : deferred.values().stream().map(Deferred::swap).toList()) {
            try {
                if (camel.getInflightRepository().size(swap.id()) == 0 && apply(swap)) {
                    cancel(swap.id());
                    LOG.info("reload of busy route done route={}", swap.id());
                }
            } catch (Exception e) {
                cancel(swap.id());
                LOG.error(
                        "reload rejected, current version stays active route={} reason={}",
                        swap.id(),
                        describe.apply(e));
            }
        }
    }

    /** The swap that restores the current route. */
    private RouteSwap inverse(String id) {
        return new RouteSwap(id, Optional.ofNullable(model().getRouteDefinition(id)));
    }

    /**
     * Replaces or removes a route. Messages in progress finish in the old route. New messages wait for the new one, up to the 30 s
     * for which {@code direct} waits for a consumer. If the new route does not start, restores the old one.
     *
     * @return false if the route is still busy, and stays as it is
     */
    private boolean apply(RouteSwap swap) throws Exception {
        var id = swap.id();
        var old = camel.getRoute(id);
        if (old != null && !stop(old)) {
            return false;
        }
        var before = inverse(id).replacement();
        remove(id);
        if (swap.replacement().isPresent()) {
            try {
                add(swap.replacement().get());
            } catch (Exception e) {
                remove(id);
                if (before.isPresent()) {
                    add(before.get());
                }
                throw e;
            }
        }
        return true;
    }

    /**
     * Stops a route once its exchanges are done. Callers of a direct route wait until the new route starts.
     *
     * @return false if the route is still busy after the timeout; it keeps running
     */
    private boolean stop(Route route) throws Exception {
        if (!(route.getConsumer() instanceof GatedConsumer direct) || !direct.isStarted()) {
            return stop(route, busyTimeout);
        }
        // A closed route stops at once, but a busy machine may need longer.
        var stopped = false;
        var closed = direct.close(busyTimeout);
        try {
            stopped = closed && stop(route, busyTimeout.plusSeconds(1));
            return stopped;
        } finally {
            if (closed && !stopped) {
                direct.open();
            }
        }
    }

    private boolean stop(Route route, Duration limit) throws Exception {
        return camel.getRouteController().stopRoute(route.getId(), limit.toMillis(), TimeUnit.MILLISECONDS, true);
    }

    /**
     * Builds routes next to the running ones, with the same components and beans, and removes them again. Changes the given
     * definitions.
     *
     * @throws Exception if a route cannot be built
     */
    void testBuild(List<RouteDefinition> routes) throws Exception {
        try {
            for (var route : routes) {
                route.setId(CANDIDATE + route.getId());
                route.setNodePrefixId(CANDIDATE);
                route.setAutoStartup("false");
                route.getInput().setUri(candidateUri(route.getInput().getUri()));
                add(route);
            }
        } finally {
            for (var route : routes) {
                remove(route.getId());
            }
            for (var endpoint : List.copyOf(camel.getEndpoints())) {
                if (endpoint instanceof QuartzEndpoint quartz
                        && quartz.getTriggerKey().getName().startsWith(CANDIDATE)) {
                    unschedule(quartz);
                }
            }
        }
    }

    /** Trigger names are unique in Quartz. */
    private static String candidateUri(String uri) {
        return uri == null ? null : QUARTZ.matcher(uri).replaceFirst("$1" + CANDIDATE);
    }

    private void add(RouteDefinition route) throws Exception {
        camel.addRoutes(new RouteBuilder(camel) {
            @Override
            public void configure() {
                getRouteCollection().route(route);
            }
        });
    }

    private void remove(String id) throws Exception {
        var route = camel.getRoute(id);
        if (route != null) {
            camel.getRouteController().stopRoute(id);
            camel.removeRoute(id);
            if (route.getEndpoint() instanceof QuartzEndpoint quartz) {
                unschedule(quartz);
            }
        }
        var definition = model().getRouteDefinition(id);
        if (definition != null) {
            model().removeRouteDefinition(definition);
        }
    }

    /** Otherwise the next route of the same trigger would inherit its state, which is paused with the stopped route. */
    private void unschedule(QuartzEndpoint quartz) throws Exception {
        quartz.getComponent().getScheduler().unscheduleJob(quartz.getTriggerKey());
        camel.removeEndpoint(quartz);
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
