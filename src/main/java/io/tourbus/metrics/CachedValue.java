package io.tourbus.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What costs a query, read anew when it is asked for and older than a few seconds, so that all that is made of it for one
 * scrape costs one. A failure is remembered as well: a database that hangs is asked once.
 */
final class CachedValue<T> implements Supplier<T> {

    private static final long OLD = Duration.ofSeconds(5).toNanos();

    private final Supplier<T> reading;
    private final LongSupplier nanos;
    private T value;
    private RuntimeException failure;
    private long read;
    private boolean known;

    CachedValue(Supplier<T> reading, LongSupplier nanos) {
        this.reading = reading;
        this.nanos = nanos;
    }

    /** @throws RuntimeException that of the last reading */
    @Override
    public synchronized T get() {
        if (!known || nanos.getAsLong() - read >= OLD) {
            readAgain();
            read = nanos.getAsLong();
            known = true;
        }
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    private void readAgain() {
        try {
            value = reading.get();
            failure = null;
        } catch (RuntimeException e) {
            failure = e;
        }
    }
}
