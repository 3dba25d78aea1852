package io.tourbus.source.slice;

import io.tourbus.model.Entity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a run reads: input of {@link SlicePlan}.
 *
 * @param from start of the event horizon, inclusive, UTC, whole seconds
 * @param until end of the event horizon, exclusive, UTC, whole seconds
 * @param gaps slices that earlier runs could not read
 * @param eventsBarrier of this run
 * @param full whether the run also reads what an earlier run has read recently
 */
public record Scope(
        Set<Entity> entities,
        Instant from,
        Instant until,
        Mode mode,
        List<Slice> gaps,
        EventsBarrier eventsBarrier,
        boolean full) {

    /** How much of each entity type a run reads. */
    public enum Mode {
        /** Everything. */
        EVERYTHING,
        /** Everything except events without a date. */
        DATED,
        /** Events within the horizon, and the gaps of earlier runs. */
        NEAR,
        /** Entities that earlier runs have found, to update them. */
        KNOWN
    }

    public Scope {
        entities = Set.copyOf(entities);
        gaps = List.copyOf(gaps);
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException(
                    "The horizon ends before it starts: %s is not after %s.".formatted(until, from));
        }
    }

    /** Kinds that descriptions define are read with all others. */
    public boolean includes(Entity entity) {
        return entities.contains(entity) || !entity.isStandard() && entities.containsAll(Entity.standard());
    }

    /** The gaps of one source. */
    public List<Slice> gaps(String source) {
        return gaps.stream().filter(slice -> slice.source().equals(source)).toList();
    }

    /** Shows whether a run is still reading events, so that slices that depend on all events can wait. Thread-safe. */
    public static final class EventsBarrier {

        private final Set<String> sources = ConcurrentHashMap.newKeySet();

        /** Called by each source that reads events, before the run starts. */
        public void begin(String source) {
            sources.add(source);
        }

        /** Called when a source reads no more events, successfully or not. */
        public void end(String source) {
            sources.remove(source);
        }

        /** Whether at least one source is still reading events. */
        public boolean reading() {
            return !sources.isEmpty();
        }
    }
}
