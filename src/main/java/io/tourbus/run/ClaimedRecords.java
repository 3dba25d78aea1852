package io.tourbus.run;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The records in batches of a run that are not yet delivered, so that concurrent slices do not deliver a record twice. */
public final class ClaimedRecords {

    private final Map<Entity, Set<String>> identities = new ConcurrentHashMap<>();

    /** Claims a record for one batch. Returns false if another batch has claimed it. */
    boolean claim(Entity entity, String identity) {
        return identities
                .computeIfAbsent(entity, key -> ConcurrentHashMap.newKeySet())
                .add(identity);
    }

    /** Releases the records that a batch has claimed. */
    public void release(Batch batch) {
        batch.identities().forEach(identities.getOrDefault(batch.entity(), ConcurrentHashMap.newKeySet())::remove);
    }
}
