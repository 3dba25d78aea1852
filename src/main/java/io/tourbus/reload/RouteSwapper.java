package io.tourbus.reload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Swaps a set of routes, all or none. The swap of a busy route is deferred until the route is idle. */
final class RouteSwapper {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");

    private final CamelContext camel;
    private final Duration busyTimeout;
    private final Function<Throwable, String> describe;
    private final Map<String, Deferred> deferred = new LinkedHashMap<>();

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
                var swap = new RouteSwap(camel, id, replacement);
                var inverse = swap.inverse();
                var busy = deferred.remove(id);
                if (swap.apply(busyTimeout)) {
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
                swap.apply(busyTimeout);
            }
            deferred.clear();
            deferred.putAll(before);
            throw e;
        }
    }

    void retryDeferred() {
        for (var swap : deferred.values().stream().map(Deferred::swap).toList()) {
            try {
                if (camel.getInflightRepository().size(swap.id()) == 0 && swap.apply(busyTimeout)) {
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
}
