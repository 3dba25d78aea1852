package io.tourbus.source.limit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Holds back all calls to a source while it asks for a pause. One source has one gate, so that a {@code Retry-After}
 * told to one caller is obeyed by all.
 */
public final class PauseGate {

    private final LongSupplier nanoTime;
    private final long made;
    private final AtomicLong closedUntil = new AtomicLong();

    /** @param nanoTime never goes back, and does not jump when the clock is set */
    public PauseGate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.made = nanoTime.getAsLong();
    }

    /** Keeps the gate closed for this long from now; a pause that ends sooner than one under way changes nothing. */
    public void closeFor(Duration pause) {
        closedUntil.accumulateAndGet(now() + pause.toNanos(), Math::max);
    }

    /** Whether a pause lasts: it may have been asked for while others waited for their turn. */
    public boolean isClosed() {
        return remainingMillis() > 0;
    }

    /** Milliseconds until the gate opens; 0 when it is open. */
    public long remainingMillis() {
        var remaining = closedUntil.get() - now();
        return remaining > 0 ? TimeUnit.NANOSECONDS.toMillis(remaining) + 1 : 0;
    }

    private long now() {
        return nanoTime.getAsLong() - made;
    }
}
