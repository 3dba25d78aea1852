package io.tourbus.source;

import io.tourbus.model.Entity;
import java.time.Instant;
import java.util.Set;

/**
 * What a run wants.
 *
 * @param entities the kinds wanted
 * @param from first instant of the events wanted, included, to the second
 * @param until last instant of the events wanted, not included, to the second
 */
public record Scope(Set<Entity> entities, Instant from, Instant until) {

    public Scope {
        entities = Set.copyOf(entities);
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("the horizon ends at %s, before it starts at %s".formatted(until, from));
        }
    }

    public boolean wants(Entity entity) {
        return entities.contains(entity);
    }
}
