package io.tourbus.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Caches the result of a database query for a few seconds, so that all metrics of one scrape share one query. A failure is
 * cached as well, so that a scrape waits only once for a database that does not respond.
 */
final class CachedValue<T> implements Supplier<T> {

    private static final long MAX_AGE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Supplier<T> query;
    private final LongSupplier nanoTime;
    private T value;
    private RuntimeException failure;
    private long queriedAt;
    private boolean cached;

    CachedValue(Supplier<T> query, LongSupplier nanoTime) {
        this.query = query;
        this.nanoTime = nanoTime;
    }

    /** @throws RuntimeException the failure of the last query */
    @Override
    public synchronized T get() {
        if (!cached || nanoTime.getAsLong() - queriedAt >= MAX_AGE_NANOS) {
            refresh();
            queriedAt = nanoTime.getAsLong();
            cached = true;
        }
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    private void refresh() {
        try {
            value = query.get();
            failure = null;
        } catch (RuntimeException e) {
            failure = e;
        }
    }
}
