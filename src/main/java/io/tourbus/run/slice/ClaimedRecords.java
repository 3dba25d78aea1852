package io.tourbus.run.slice;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The records in batches of a run that are not yet delivered, so that concurrent slices do not deliver a record twice. A record that a
 * query returned has more fields than one that another entity contains, so it is delivered last.
 */
public class ClaimedRecords {

    /** Ends the wait for a sink that does not respond. */
    protected static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private final Map<Key, Boolean> embedded = new HashMap<>();

    private record Key(Entity entity, String identity) {}

    /** Claims records for one batch like {@link #claim(Entity, String)}. Returns those that were claimed. */
    public Set<String> claimAll(Entity entity, Collection<String> identities) {
        return identities.stream().filter(identity -> claim(entity, identity)).collect(Collectors.toSet());
    }

    /** Claims records that other entities contain. Returns those that were claimed. */
    public Set<String> claimAllEmbedded(Entity entity, Collection<String> identities) {
        return identities.stream()
                .filter(identity -> claimEmbedded(entity, identity))
                .collect(Collectors.toSet());
    }

    /**
     * Claims a record for one batch. Waits while it is delivered as a part of another entity. Returns false if another batch has
     * claimed it.
     */
    public synchronized boolean claim(Entity entity, String identity) {
        var key = new Key(entity, identity);
        var end = System.nanoTime() + MAX_WAIT.toNanos();
        while (embedded.getOrDefault(key, false) && System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        var other = embedded.put(key, false);
        return other == null || other;
    }

    /** Claims a record that another entity contains. Returns false if another batch has claimed it. */
    synchronized boolean claimEmbedded(Entity entity, String identity) {
        return embedded.putIfAbsent(new Key(entity, identity), true) == null;
    }

    /** Releases the records that a batch has claimed. */
    public final void release(Batch batch) {
        release(batch.entity(), batch.identities(), batch.embedded());
    }

    /** Releases records that were claimed. */
    public synchronized void release(Entity entity, Collection<String> identities, boolean asEmbedded) {
        identities.forEach(identity -> embedded.remove(new Key(entity, identity), asEmbedded));
        notifyAll();
    }
}
