package io.tourbus.source.limit;

import io.tourbus.source.error.StoppedException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * Limits the memory of the responses that slices hold until they end. If it is used up, a slice waits with its next response until
 * others have ended. One slice at a time may go on with one response more than that, so that slices never wait for each other.
 */
public final class MemoryBudget {

    /** The part of the heap for responses. What is made of them takes a multiple of it. */
    private static final int HEAP_PARTS = 6;

    private static final long STOP_CHECK_MILLIS = 500;

    private final long total;
    private final Map<Object, Long> held = new IdentityHashMap<>();
    private long used;
    private Object exceeding;

    MemoryBudget(long total) {
        this.total = total;
    }

    public static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / HEAP_PARTS);
    }

    long total() {
        return total;
    }

    /**
     * Waits until there is enough memory. Returns false if there is none after that time.
     *
     * @throws StoppedException if it has to wait, and the run is stopped
     */
    synchronized boolean take(Object owner, long bytes, Duration time, Stoppable run) throws InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        while (used + bytes > total && exceeding != null && exceeding != owner) {
            var millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            if (run.stopRequested()) {
                throw new StoppedException();
            }
            wait(Math.min(millis, STOP_CHECK_MILLIS));
        }
        used += bytes;
        held.merge(owner, bytes, Long::sum);
        if (used > total) {
            exceeding = owner;
        }
        return true;
    }

    synchronized void giveBack(Object owner, long bytes) {
        used -= bytes;
        held.computeIfPresent(owner, (key, before) -> before > bytes ? before - bytes : null);
        if (used <= total) {
            exceeding = null;
        }
        notifyAll();
    }

    /** Gives back what a slice holds. */
    public synchronized void release(@Variable("slice") Object slice) {
        giveBack(slice, held(slice));
    }

    synchronized long held(Object owner) {
        return held.getOrDefault(owner, 0L);
    }
}
