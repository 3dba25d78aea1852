package io.tourbus.source.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps requests apart where they leave. The throttle spaces the permits; between a permit and the wire lie a thread, a
 * connection to be opened, a pause of the collector, and what is late there comes close to what follows. Here a request
 * waits when, within the last second, as many have left as a second allows.
 */
public final class WireRateLimiter {

    private static final long SECOND_MILLIS = 1_000;
    /** A server counts when a request arrives: a little later, or a little less late than the one before. */
    private static final long MARGIN_MILLIS = 15;

    private final LongSupplier period;
    private final Deque<Long> left = new ArrayDeque<>();

    /** @param period milliseconds from one request to the next */
    public WireRateLimiter(LongSupplier period) {
        this.period = period;
    }

    /** Returns when a request may leave. */
    public synchronized void await() throws InterruptedException {
        var millis = Math.max(1, period.getAsLong());
        var most = (SECOND_MILLIS + millis - 1) / millis;
        var span = TimeUnit.MILLISECONDS.toNanos(Math.min(SECOND_MILLIS + MARGIN_MILLIS, most * millis));
        while (left.size() > most) {
            left.remove();
        }
        if (left.size() == most) {
            var wait = left.remove() + span - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
        }
        left.add(System.nanoTime());
    }
}
