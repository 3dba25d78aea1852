package io.tourbus.reload;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * Replaces or removes one running route. Messages in progress finish in the old route. New messages wait for the new one, up to the
 * 30 s for which {@code direct} waits for a consumer.
 *
 * @param replacement empty to remove the route
 */
record RouteSwap(CamelContext camel, String id, Optional<RouteDefinition> replacement) {

    private static final int IDLE_CHECKS = 5;

    private static final String CANDIDATE = "candidate-";
    private static final Pattern QUARTZ = Pattern.compile("^(quartz:(?://)?(?:[^/?]*/)?)");

    /**
     * Builds routes next to the running ones, with the same components and beans, and removes them again. Changes the given
     * definitions.
     *
     * @throws Exception if a route cannot be built
     */
    static void testBuild(CamelContext camel, List<RouteDefinition> routes) throws Exception {
        try {
            for (var route : routes) {
                route.setId(CANDIDATE + route.getId());
                route.setNodePrefixId(CANDIDATE);
                route.setAutoStartup("false");
                route.getInput().setUri(candidateUri(route.getInput().getUri()));
                add(camel, route);
            }
        } finally {
            for (var route : routes) {
                remove(camel, route.getId());
            }
            for (var endpoint : List.copyOf(camel.getEndpoints())) {
                if (endpoint instanceof QuartzEndpoint quartz
                        && quartz.getTriggerKey().getName().startsWith(CANDIDATE)) {
                    unschedule(camel, quartz);
                }
            }
        }
    }

    /** Trigger names are unique in Quartz. */
    private static String candidateUri(String uri) {
        return uri == null ? null : QUARTZ.matcher(uri).replaceFirst("$1" + CANDIDATE);
    }

    /** The swap that restores the current route. */
    RouteSwap inverse() {
        return new RouteSwap(camel, id, Optional.ofNullable(model(camel).getRouteDefinition(id)));
    }

    /**
     * Replaces the route. If the new one does not start, restores the old one.
     *
     * @param timeout how long to wait for messages in progress
     * @return false if the route is still busy, and stays as it is
     */
    boolean apply(Duration timeout) throws Exception {
        var old = camel.getRoute(id);
        if (old != null && !stop(old, timeout)) {
            return false;
        }
        var before = inverse().replacement();
        remove(camel, id);
        if (replacement.isPresent()) {
            try {
                add(camel, replacement.get());
            } catch (Exception e) {
                remove(camel, id);
                if (before.isPresent()) {
                    add(camel, before.get());
                }
                throw e;
            }
        }
        return true;
    }

    /**
     * Stops a route once its exchanges are done. Callers of a direct route wait until the new route starts. Without the
     * suspension, Camel accepts exchanges while it stops the route, and then rejects them.
     *
     * @return false if the route is still busy after the timeout; it keeps running
     */
    private boolean stop(Route route, Duration timeout) throws Exception {
        var direct = route.getConsumer() instanceof DirectConsumer consumer && consumer.isStarted()
                ? Optional.of(consumer)
                : Optional.<DirectConsumer>empty();
        direct.ifPresent(DirectConsumer::suspend);
        // A drained route stops at once, but a busy machine may need longer.
        var limit = direct.isPresent() ? timeout.plusSeconds(1) : timeout;
        var stopped = false;
        try {
            stopped = (direct.isEmpty() || drained(timeout))
                    && camel.getRouteController().stopRoute(id, limit.toMillis(), TimeUnit.MILLISECONDS, true);
            return stopped;
        } finally {
            if (!stopped) {
                direct.ifPresent(DirectConsumer::resume);
            }
        }
    }

    /** Waits until the route has no exchange in several checks in a row: a caller may have passed the consumer, but not yet entered. */
    private boolean drained(Duration timeout) throws InterruptedException {
        var end = System.nanoTime() + timeout.toNanos();
        var idleChecks = 0;
        while (idleChecks < IDLE_CHECKS && System.nanoTime() < end) {
            Thread.sleep(20);
            idleChecks = camel.getInflightRepository().size(id) == 0 ? idleChecks + 1 : 0;
        }
        return idleChecks > 0;
    }

    private static void add(CamelContext camel, RouteDefinition route) throws Exception {
        camel.addRoutes(new RouteBuilder(camel) {
            @Override
            public void configure() {
                getRouteCollection().route(route);
            }
        });
    }

    private static void remove(CamelContext camel, String id) throws Exception {
        var route = camel.getRoute(id);
        if (route != null) {
            camel.getRouteController().stopRoute(id);
            camel.removeRoute(id);
            if (route.getEndpoint() instanceof QuartzEndpoint quartz) {
                unschedule(camel, quartz);
            }
        }
        var definition = model(camel).getRouteDefinition(id);
        if (definition != null) {
            model(camel).removeRouteDefinition(definition);
        }
    }

    /** Otherwise the next route of the same trigger would inherit its state, which is paused with the stopped route. */
    private static void unschedule(CamelContext camel, QuartzEndpoint quartz) throws Exception {
        quartz.getComponent().getScheduler().unscheduleJob(quartz.getTriggerKey());
        camel.removeEndpoint(quartz);
    }

    private static Model model(CamelContext camel) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
