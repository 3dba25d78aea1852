package io.tourbus.source.limit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Pauses all requests to a source, so that a {@code Retry-After} in one response applies to all threads. One instance per
 * source. Thread-safe.
 */
public final class PauseGate {

    private final LongSupplier nanoTime;
    private final long start;
    private final AtomicLong closedUntil = new AtomicLong();

    /** @param nanoTime a monotonic clock in nanoseconds */
    public PauseGate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Starts a pause. It has no effect if it ends before the current pause. */
    public void closeFor(Duration pause) {
        closedUntil.accumulateAndGet(now() + pause.toNanos(), Math::max);
    }

    /** Whether a pause is active. Checked again after the throttle, because a pause may start while a request waits there. */
    public boolean isClosed() {
        return remainingMillis() > 0;
    }

    /** Milliseconds until the pause ends; 0 if there is none. */
    public long remainingMillis() {
        var remaining = closedUntil.get() - now();
        return remaining > 0 ? TimeUnit.NANOSECONDS.toMillis(remaining) + 1 : 0;
    }

    private long now() {
        return nanoTime.getAsLong() - start;
    }
}
