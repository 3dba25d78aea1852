package io.tourbus.source.limit;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time from one request to the next, as the throttle of a source has it. When the source says that it was too fast, it
 * is slowed down, and eased back while all goes well. Whoever sets the throttle by hand meanwhile has the last word.
 */
public final class AdaptiveRateLimiter {

    /** Milliseconds from one request to the next that can be set. */
    public static final int MOST = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(AdaptiveRateLimiter.class);
    private static final double SLOWER = 1.25;
    private static final int EASE_AFTER = 100;
    private static final int SLOWEST = 4;

    private final String source;
    private final LongSupplier period;
    private final LongConsumer change;
    private long usual;
    private long slowed;
    private int since;

    /**
     * @param period reads the milliseconds from one request to the next
     * @param change sets them
     */
    public AdaptiveRateLimiter(String source, LongSupplier period, LongConsumer change) {
        this.source = source;
        this.period = period;
        this.change = change;
    }

    /** Milliseconds from one request to the next. */
    public long millis() {
        return period.getAsLong();
    }

    /** The source said that requests come too fast. */
    public synchronized void onThrottled() {
        var now = period.getAsLong();
        if (now != slowed) {
            usual = now;
        }
        since = 0;
        set(Math.min(usual * SLOWEST, (long) Math.ceil(now * SLOWER)));
        LOG.warn("slower source={} millis_per_request={}", source, slowed);
    }

    /** A request was answered. */
    public synchronized void onSuccess() {
        if (slowed == 0 || ++since < EASE_AFTER) {
            return;
        }
        since = 0;
        if (period.getAsLong() != slowed) {
            slowed = 0;
            return;
        }
        set(Math.max(usual, (long) (slowed / SLOWER)));
        if (slowed == usual) {
            slowed = 0;
        }
    }

    private void set(long millis) {
        slowed = millis;
        change.accept(millis);
    }
}
