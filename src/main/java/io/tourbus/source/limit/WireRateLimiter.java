package io.tourbus.source.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the requests per second directly before they are sent. The throttle in the route spaces requests evenly, but
 * thread scheduling, connection setup and garbage collection delay some of them, so that they arrive together. Thread-safe.
 */
public final class WireRateLimiter {

    private static final long SECOND_MILLIS = 1_000;
    /** Tolerance for different network delays: the server counts requests when they arrive. */
    private static final long MARGIN_MILLIS = 15;

    private final LongSupplier period;
    private final Deque<Long> sent = new ArrayDeque<>();

    /** @param period returns the interval between two requests in milliseconds */
    public WireRateLimiter(LongSupplier period) {
        this.period = period;
    }

    /** Waits until sending another request keeps the number of requests within the last second below the limit. */
    public synchronized void await() throws InterruptedException {
        var millis = Math.max(1, period.getAsLong());
        var limit = (SECOND_MILLIS + millis - 1) / millis;
        var span = TimeUnit.MILLISECONDS.toNanos(Math.min(SECOND_MILLIS + MARGIN_MILLIS, limit * millis));
        while (sent.size() > limit) {
            sent.remove();
        }
        if (sent.size() == limit) {
            var wait = sent.remove() + span - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
        }
        sent.add(System.nanoTime());
    }
}
