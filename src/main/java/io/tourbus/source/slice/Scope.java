package io.tourbus.source.slice;

import io.tourbus.model.Entity;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a run wants.
 *
 * @param entities the kinds wanted
 * @param from first instant of the events wanted, included, to the second
 * @param until last instant of the events wanted, not included, to the second
 * @param mode how much of it
 * @param gaps what earlier runs did not get
 * @param eventsBarrier those that this run reads
 */
public record Scope(
        Set<Entity> entities, Instant from, Instant until, Mode mode, List<Slice> gaps, EventsBarrier eventsBarrier) {

    /** How much is wanted of each kind. */
    public enum Mode {
        /** All that can be found. */
        EVERYTHING,
        /** All that has a date. */
        DATED,
        /** Only what is near, and what earlier runs did not get. */
        NEAR,
        /** What is known from earlier runs, to see what became of it. */
        KNOWN
    }

    public Scope {
        entities = Set.copyOf(entities);
        gaps = List.copyOf(gaps);
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("the horizon ends at %s, before it starts at %s".formatted(until, from));
        }
    }

    public boolean wants(Entity entity) {
        return entities.contains(entity);
    }
}
