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

/** Swaps routes, the busy ones once nothing is on its way in them. */
final class RouteSwapper {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");

    private final CamelContext camel;
    private final Duration patience;
    private final Function<Throwable, String> told;
    private final Map<String, Busy> putOff = new LinkedHashMap<>();

    /**
     * A route that is put off.
     *
     * @param runs what it says until then; empty when that cannot be said any more
     */
    private record Busy(RouteSwap swap, Optional<Object> runs) {}

    /**
     * @param patience how long others may have to wait for a busy route, before it is put off
     * @param told what is said of a failure, in a line
     */
    RouteSwapper(CamelContext camel, Duration patience, Function<Throwable, String> told) {
        this.camel = camel;
        this.patience = patience;
        this.told = told;
    }

    boolean putsOff(String id) {
        return putOff.containsKey(id);
    }

    /** Whether it is put off, and still says what is wanted. */
    boolean putsOff(String id, Object wanted) {
        return putsOff(id)
                && putOff.get(id).runs().filter(runs -> runs.equals(wanted)).isPresent();
    }

    /** The route stays as it is. */
    void cancel(String id) {
        putOff.remove(id);
    }

    /** What is put off has to be swapped, even if it should say the same again. */
    void allDiffer() {
        putOff.replaceAll((id, busy) -> new Busy(busy.swap(), Optional.empty()));
    }

    /**
     * Swaps routes one after the other; when one does not start, all of them are as they were.
     *
     * @param wanted in their places; where there is none, it goes
     * @param runs what a route says before, by its id
     * @return those that are put off
     */
    Set<String> swap(Set<String> ids, List<RouteDefinition> wanted, Function<String, Optional<Object>> runs)
            throws Exception {
        Set<String> later = new LinkedHashSet<>();
        Map<String, Busy> before = new LinkedHashMap<>(putOff);
        Deque<RouteSwap> back = new ArrayDeque<>();
        try {
            for (var id : ids) {
                var swap = new RouteSwap(
                        camel,
                        id,
                        wanted.stream()
                                .filter(route -> route.getId().equals(id))
                                .findFirst());
                var undone = swap.undone();
                var busy = putOff.remove(id);
                if (swap.done(patience)) {
                    back.push(undone);
                } else {
                    putOff.put(id, new Busy(swap, busy == null ? runs.apply(id) : busy.runs()));
                    later.add(id);
                }
            }
            return later;
        } catch (Exception e) {
            for (var swap : back) {
                swap.done(patience);
            }
            putOff.clear();
            putOff.putAll(before);
            throw e;
        }
    }

    void doWhatWasPutOff() {
        for (var busy : List.copyOf(putOff.values())) {
            var swap = busy.swap();
            try {
                if (camel.getInflightRepository().size(swap.id()) == 0 && swap.done(patience)) {
                    putOff.remove(swap.id());
                    LOG.info("reload of what was busy route={}", swap.id());
                }
            } catch (Exception e) {
                putOff.remove(swap.id());
                LOG.error("reload refused, what ran goes on route={} reason={}", swap.id(), told.apply(e));
            }
        }
    }
}
