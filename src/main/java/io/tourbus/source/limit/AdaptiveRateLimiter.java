package io.tourbus.source.limit;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts the interval between two requests to a source. The interval grows by 25% each time that the source reports too many
 * requests, to at most four times the configured one. It shrinks by 20% after every 100 successful requests, until it is the
 * configured one again. An interval that is set from outside in the meantime becomes the configured one. Thread-safe.
 */
public final class AdaptiveRateLimiter {

    /** Maximum interval between two requests, in milliseconds. */
    public static final int MAX_MILLIS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(AdaptiveRateLimiter.class);
    private static final double FACTOR = 1.25;
    private static final int SUCCESSES = 100;
    private static final int MAX_FACTOR = 4;

    private final String source;
    private final LongSupplier period;
    private final LongConsumer setPeriod;
    private long configured;
    private long slowed;
    private int successes;

    /**
     * @param period returns the current interval in milliseconds
     * @param setPeriod changes it
     */
    public AdaptiveRateLimiter(String source, LongSupplier period, LongConsumer setPeriod) {
        this.source = source;
        this.period = period;
        this.setPeriod = setPeriod;
    }

    /** The current interval between two requests, in milliseconds. */
    public long millis() {
        return period.getAsLong();
    }

    /** Called when the source reports too many requests. */
    public synchronized void onThrottled() {
        var current = period.getAsLong();
        if (current != slowed) {
            configured = current;
        }
        successes = 0;
        set(Math.min(configured * MAX_FACTOR, (long) Math.ceil(current * FACTOR)));
        LOG.warn("rate limit exceeded, slowing down source={} millis_per_request={}", source, slowed);
    }

    /** Called after each successful request. */
    public synchronized void onSuccess() {
        if (slowed == 0 || ++successes < SUCCESSES) {
            return;
        }
        successes = 0;
        if (period.getAsLong() != slowed) {
            slowed = 0;
            return;
        }
        set(Math.max(configured, (long) (slowed / FACTOR)));
        if (slowed == configured) {
            slowed = 0;
        }
    }

    private void set(long millis) {
        slowed = millis;
        setPeriod.accept(millis);
    }
}
