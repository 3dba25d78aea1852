package io.tourbus;

import io.tourbus.run.SlicePermits;
import io.tourbus.source.Quota;
import java.time.temporal.ChronoUnit;

/** The limits of a source, changeable while Tourbus runs. */
final class SourceControl implements SourceControlMXBean {

    private final Throttle throttle;
    private final Quota quota;
    private final SlicePermits permits;

    SourceControl(Throttle throttle, Quota quota, SlicePermits permits) {
        this.throttle = throttle;
        this.quota = quota;
        this.permits = permits;
    }

    @Override
    public int getRequestsPerDay() {
        return quota.perDay();
    }

    @Override
    public void setRequestsPerDay(int requests) {
        quota.allow(atLeast(0, requests));
    }

    @Override
    public long getRequestsToday() {
        return quota.today().used();
    }

    @Override
    public long getRequestsLeft() {
        return quota.left().orElse(-1);
    }

    @Override
    public String getDayEnds() {
        return quota.today().ends().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public String getBlocked() {
        return quota.block()
                .map(block -> "until %s: %s".formatted(block.until(), block.reason()))
                .orElse("");
    }

    @Override
    public void unblock() {
        quota.unblock();
    }

    @Override
    public long getMillisPerRequest() {
        return throttle.millis();
    }

    @Override
    public void setMillisPerRequest(long millis) {
        throttle.millis(atLeast(1, (int) millis));
    }

    @Override
    public int getSlicesAtOnce() {
        return permits.slices();
    }

    @Override
    public void setSlicesAtOnce(int slices) {
        permits.resize(atLeast(1, slices));
    }

    private static int atLeast(int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException("%d is too small: %d at least".formatted(value, least));
        }
        return value;
    }
}
