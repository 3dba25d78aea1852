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
 * A route that takes the place of another one of the same id. What is on its way in the old one ends there; what is handed in
 * meanwhile waits, as {@code direct} does for 30 s.
 */
record RouteSwap(CamelContext camel, String id, Optional<RouteDefinition> wanted) {

    private static final String CANDIDATE = "candidate-";
    private static final Pattern QUARTZ = Pattern.compile("^(quartz:(?://)?(?:[^/?]*/)?)");

    /**
     * Builds routes beside the ones that run, with the components and beans that there are, and drops them again.
     *
     * @throws Exception what is wrong with one of them
     */
    static void tryOut(CamelContext camel, List<RouteDefinition> routes) throws Exception {
        try {
            for (var route : routes) {
                route.setId(CANDIDATE + route.getId());
                route.setNodePrefixId(CANDIDATE);
                route.setAutoStartup("false");
                route.getInput().setUri(apart(route.getInput().getUri()));
                add(camel, route);
            }
        } finally {
            for (var route : routes) {
                drop(camel, route.getId());
            }
            for (var endpoint : List.copyOf(camel.getEndpoints())) {
                if (endpoint instanceof QuartzEndpoint quartz
                        && quartz.getTriggerKey().getName().startsWith(CANDIDATE)) {
                    forget(camel, quartz);
                }
            }
        }
    }

    /** Quartz has one job of a name. */
    private static String apart(String uri) {
        return uri == null ? null : QUARTZ.matcher(uri).replaceFirst("$1" + CANDIDATE);
    }

    /** What takes it back, once it is done. */
    RouteSwap undone() {
        return new RouteSwap(camel, id, Optional.ofNullable(model(camel).getRouteDefinition(id)));
    }

    /**
     * Whether it is done; the old route goes on where it is not.
     *
     * @param patience how long others may have to wait for the old one to be done
     */
    boolean done(Duration patience) throws Exception {
        var old = camel.getRoute(id);
        if (old != null && !stopped(old, patience)) {
            return false;
        }
        var before = undone().wanted();
        drop(camel, id);
        if (wanted.isPresent()) {
            try {
                add(camel, wanted.get());
            } catch (Exception e) {
                drop(camel, id);
                if (before.isPresent()) {
                    add(camel, before.get());
                }
                throw e;
            }
        }
        return true;
    }

    /**
     * Stops a route once its exchanges are done. Callers of a direct route wait meanwhile: Camel would let them in while it stops
     * the route, and reject them.
     *
     * @return false if it is still busy after the wait, and goes on
     */
    private boolean stopped(Route route, Duration patience) throws Exception {
        var direct = route.getConsumer() instanceof DirectConsumer consumer && consumer.isStarted()
                ? Optional.of(consumer)
                : Optional.<DirectConsumer>empty();
        direct.ifPresent(DirectConsumer::suspend);
        // A drained route stops at once, but a busy machine may take its time over it.
        var limit = direct.isPresent() ? patience.plusSeconds(1) : patience;
        var done = (direct.isEmpty() || drained(patience))
                && camel.getRouteController().stopRoute(id, limit.toMillis(), TimeUnit.MILLISECONDS, true);
        if (!done) {
            direct.ifPresent(DirectConsumer::resume);
        }
        return done;
    }

    private boolean drained(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (camel.getInflightRepository().size(id) > 0 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        return camel.getInflightRepository().size(id) == 0;
    }

    private static void add(CamelContext camel, RouteDefinition route) throws Exception {
        camel.addRoutes(new RouteBuilder(camel) {
            @Override
            public void configure() {
                getRouteCollection().route(route);
            }
        });
    }

    private static void drop(CamelContext camel, String id) throws Exception {
        var route = camel.getRoute(id);
        if (route != null) {
            camel.getRouteController().stopRoute(id);
            camel.removeRoute(id);
            if (route.getEndpoint() instanceof QuartzEndpoint quartz) {
                forget(camel, quartz);
            }
        }
        var left = model(camel).getRouteDefinition(id);
        if (left != null) {
            model(camel).removeRouteDefinition(left);
        }
    }

    /** Quartz would go by what it keeps of a name: a trigger that was paused with its route stays so for the next one. */
    private static void forget(CamelContext camel, QuartzEndpoint quartz) throws Exception {
        quartz.getComponent().getScheduler().unscheduleJob(quartz.getTriggerKey());
        camel.removeEndpoint(quartz);
    }

    private static Model model(CamelContext camel) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
