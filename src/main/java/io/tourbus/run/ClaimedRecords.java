package io.tourbus.run;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The records in batches of a run that are not yet delivered, so that concurrent slices do not deliver a record twice. A record that a
 * query returned has more fields than one that another entity contains, so it is delivered last.
 */
public final class ClaimedRecords {

    /** Ends the wait for a sink that does not respond. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private final Map<Key, Boolean> embedded = new HashMap<>();

    private record Key(Entity entity, String identity) {}

    /**
     * Claims a record for one batch. Waits while it is delivered as a part of another entity. Returns false if another batch has
     * claimed it.
     */
    synchronized boolean claim(Entity entity, String identity) {
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
    public synchronized void release(Batch batch) {
        batch.identities().forEach(identity -> release(batch.entity(), identity, batch.embedded()));
    }

    synchronized void release(Entity entity, String identity, boolean asEmbedded) {
        embedded.remove(new Key(entity, identity), asEmbedded);
        notifyAll();
    }
}
