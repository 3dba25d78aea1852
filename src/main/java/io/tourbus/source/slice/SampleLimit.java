package io.tourbus.source.slice;

import io.tourbus.model.Entity;
import java.util.Map;
import java.util.TreeMap;

/** How many entities of each type a run may still read of one source. Not thread-safe. */
final class SampleLimit {

    static final SampleLimit NONE = new SampleLimit(0);

    private final int limit;
    private final Map<Entity, Integer> read = new TreeMap<>();

    /** @param limit of each entity type; 0 for none */
    SampleLimit(int limit) {
        this.limit = limit;
    }

    /** Whether there is a limit. */
    boolean active() {
        return limit > 0;
    }

    /** How many more entities can be read. */
    int left(Entity entity) {
        return active() ? Math.max(0, limit - read.getOrDefault(entity, 0)) : Integer.MAX_VALUE;
    }

    boolean reached(Entity entity) {
        return left(entity) == 0;
    }

    void add(Entity entity, long entities) {
        if (active()) {
            read.merge(entity, Math.toIntExact(entities), Integer::sum);
        }
    }

    /** Why entities are missing. */
    String reason() {
        return "not in the sample of at most %,d (--limit or tourbus.run.limit)".formatted(limit);
    }
}
