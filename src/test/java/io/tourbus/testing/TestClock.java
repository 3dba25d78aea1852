package io.tourbus.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only tests advance. */
public final class TestClock extends Clock {

    private static final Instant BEGINNING = Instant.parse("2026-11-23T02:00:00Z");

    private volatile Instant now = BEGINNING;

    public void advance(Duration time) {
        now = now.plus(time);
    }

    /** The nanoseconds by which it was advanced. */
    public long nanoTime() {
        return Duration.between(BEGINNING, now).toNanos();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Tourbus counts in UTC");
    }
}
