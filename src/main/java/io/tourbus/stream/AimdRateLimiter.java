package io.tourbus.stream;

import java.util.function.LongSupplier;

/**
 * Limits the rate of PutRecords calls of all threads of an endpoint while the stream throttles them. Backoff of each batch alone
 * is not sufficient, because many concurrent batches together would still exceed the capacity of the stream.
 *
 * <p>The rate follows the additive increase, multiplicative decrease of TCP. A call whose records are all throttled halves the
 * rate; a partly throttled call decreases it in proportion. Each second without throttling adds one call per second. Calls that
 * started before the last decrease do not decrease the rate again. The limit ends at twice the initial rate.
 */
final class AimdRateLimiter {
    private static final double INCREASE_PER_SECOND = 1;

    private final long initialDelay;
    private final long maxDelay;
    private final LongSupplier clock;
    private double delay;
    private long nextStart = Long.MIN_VALUE;
    private long lastDecrease = Long.MIN_VALUE;
    private long lastResult;

    /**
     * @param initialDelay milliseconds between the starts of two calls after the first throttled call
     * @param maxDelay maximum milliseconds between the starts of two calls; 0 disables the limiter
     * @param clock monotonic milliseconds
     */
    AimdRateLimiter(long initialDelay, long maxDelay, LongSupplier clock) {
        if (initialDelay < 1 || maxDelay < 0 || maxDelay > 0 && maxDelay < initialDelay) {
            throw new IllegalArgumentException(
                    "throttledInitialDelay is " + initialDelay + " and throttledMaxDelay is " + maxDelay
                            + ". Set the initial delay to 1 or more, and the maximum to 0 or at least the initial delay.");
        }
        this.initialDelay = initialDelay;
        this.maxDelay = maxDelay;
        this.clock = clock;
    }

    long now() {
        return clock.getAsLong();
    }

    /** Reserves the start of a call. @return the milliseconds to wait before it */
    synchronized long reserve() {
        long now = now();
        long start = Math.max(now, nextStart);
        nextStart = start + delay();
        return start - now;
    }

    /**
     * Adapts the rate to the result of a call.
     *
     * @param started the start of the call, from {@link #now()}
     * @param throttled the throttled share of the records, from 0 to 1
     */
    synchronized void onResult(long started, double throttled) {
        if (delay > 0) {
            adapt(started, throttled);
        } else if (throttled > 0 && maxDelay > 0) {
            delay = initialDelay;
            lastDecrease = now();
        }
        lastResult = now();
        if (throttled > 0) {
            nextStart = Math.max(nextStart, now() + delay());
        }
    }

    private void adapt(long started, double throttled) {
        double seconds = (now() - lastResult) / 1000.0;
        double rate = 1000 / delay + INCREASE_PER_SECOND * seconds * (1 - throttled);
        if (throttled > 0 && started >= lastDecrease) {
            rate *= 1 - throttled / 2;
            lastDecrease = now();
        }
        double minDelay = initialDelay / 2.0;
        boolean ended = throttled == 0 && 1000 / rate < minDelay;
        delay = ended ? 0 : Math.min(Math.max(1000 / rate, minDelay), maxDelay);
    }

    /** Returns the milliseconds between the starts of two calls; 0 while the rate is not limited. */
    synchronized long delay() {
        return Math.round(delay);
    }
}
