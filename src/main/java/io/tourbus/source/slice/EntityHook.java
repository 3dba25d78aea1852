package io.tourbus.source.slice;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder.Origin;
import java.util.Optional;

/** Changes or drops the entities of an API before they are normalized. */
public interface EntityHook {

    EntityHook NONE = new EntityHook() {
        @Override
        public boolean isPresent() {
            return false;
        }

        @Override
        public Optional<JsonNode> change(JsonNode entity, Entity kind, Origin origin) {
            return Optional.of(entity);
        }
    };

    /** Whether {@link #change} does anything. Asked once for each page. */
    boolean isPresent();

    /**
     * Returns the entity to normalize; empty to drop it.
     *
     * @param entity as received; not modified
     * @throws io.tourbus.source.error.RejectedException if the hook fails
     */
    Optional<JsonNode> change(JsonNode entity, Entity kind, Origin origin);

    /** The step that failed, in dead letters. */
    default String stage() {
        return "before-normalize";
    }
}
