package io.tourbus.realtime;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The latest state of concerts that were published. */
interface LatestStates {

    /** Whether a concert that is not found is new. */
    boolean complete();

    /** Returns the known states by concert ID. */
    Map<String, ConcertState> find(Set<String> ids);

    /** Stores states, unless a newer one is known. */
    void store(Collection<ConcertState> states);

    /** The states of the concerts that this process published last. It cannot tell whether others are new. */
    final class OfThisProcess implements LatestStates {

        private static final int MOST = 10_000;

        private final Map<String, ConcertState> states = new LinkedHashMap<>();

        @Override
        public boolean complete() {
            return false;
        }

        @Override
        public Map<String, ConcertState> find(Set<String> ids) {
            return ids.stream().filter(states::containsKey).collect(Collectors.toMap(id -> id, states::get));
        }

        @Override
        public void store(Collection<ConcertState> published) {
            for (var state : published) {
                states.remove(state.id());
                states.put(state.id(), state);
            }
            List.copyOf(states.keySet()).stream()
                    .limit(Math.max(0, states.size() - MOST))
                    .forEach(states::remove);
        }
    }
}
