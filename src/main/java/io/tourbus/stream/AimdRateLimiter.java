package io.tourbus.stream;

import java.util.function.LongSupplier;

/**
 * Spaces the calls of all threads of an endpoint while its stream is throttled; else each delivery would only wait for
 * itself, and all of them together go on hammering.
 *
 * <p>The senders of a network share it in the same way (additive increase, multiplicative decrease). A call that is
 * throttled for all of a batch halves the rate of calls, for a part of it takes off that part of the half. The
 * rate grows by one call a second for every second without throttling. Calls that were under way when it was lowered
 * do not lower it again: they say nothing about the new rate. At twice the rate of the first slowing down spacing
 * ends.
 */
public final class AimdRateLimiter {
    private static final double GROWTH_PER_SECOND = 1;

    private final long initialDelay;
    private final long maxDelay;
    private final LongSupplier clock;
    private double delay;
    private long nextTurn = Long.MIN_VALUE;
    private long lastSlower = Long.MIN_VALUE;
    private long lastAnswer;

    /**
     * @param initialDelay milliseconds between the starts of two calls after the first throttled one
     * @param maxDelay milliseconds that they are never farther apart; 0 to space no calls
     * @param clock milliseconds of any origin, never going back
     */
    public AimdRateLimiter(long initialDelay, long maxDelay, LongSupplier clock) {
        if (initialDelay < 1 || maxDelay < 0 || maxDelay > 0 && maxDelay < initialDelay) {
            throw new IllegalArgumentException("throttledInitialDelay is " + initialDelay + " and throttledMaxDelay "
                    + maxDelay + ": the first has to be 1 or more, the other not below it, or 0 for none");
        }
        this.initialDelay = initialDelay;
        this.maxDelay = maxDelay;
        this.clock = clock;
    }

    static AimdRateLimiter none() {
        return new AimdRateLimiter(1, 0, () -> 0);
    }

    long now() {
        return clock.getAsLong();
    }

    /** Takes the next turn, and answers with the milliseconds until it comes. */
    synchronized long takeTurn() {
        long now = now();
        long turn = Math.max(now, nextTurn);
        nextTurn = turn + delay();
        return turn - now;
    }

    /**
     * @param started when the call was made
     * @param throttled the part of the batch for which it was throttled, from 0 to 1
     */
    synchronized void answered(long started, double throttled) {
        if (delay > 0) {
            adapt(started, throttled);
        } else if (throttled > 0 && maxDelay > 0) {
            delay = initialDelay;
            lastSlower = now();
        }
        lastAnswer = now();
        if (throttled > 0) {
            nextTurn = Math.max(nextTurn, now() + delay());
        }
    }

    private void adapt(long started, double throttled) {
        double seconds = (now() - lastAnswer) / 1000.0;
        double rate = 1000 / delay + GROWTH_PER_SECOND * seconds * (1 - throttled);
        if (throttled > 0 && started >= lastSlower) {
            rate *= 1 - throttled / 2;
            lastSlower = now();
        }
        double shortest = initialDelay / 2.0;
        boolean ended = throttled == 0 && 1000 / rate < shortest;
        delay = ended ? 0 : Math.min(Math.max(1000 / rate, shortest), maxDelay);
    }

    /** Milliseconds between the starts of two calls; 0 when they are not spaced. */
    public synchronized long delay() {
        return Math.round(delay);
    }
}
