package io.tourbus;

import io.tourbus.run.SlicePermits;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.Pace;
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
        quota.allow(within("requests-per-day", requests));
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
        if (millis < 1 || millis > Pace.MOST) {
            throw new IllegalArgumentException("%d is not allowed. Use 1 to %d.".formatted(millis, Pace.MOST));
        }
        throttle.millis(millis);
    }

    @Override
    public int getSlicesAtOnce() {
        return permits.slices();
    }

    @Override
    public void setSlicesAtOnce(int slices) {
        permits.resize(within("slices-at-once", slices));
    }

    private int within(String setting, int value) {
        SettingsTable.get("tourbus.%s.%s".formatted(quota.source(), setting)).requireAllowed(value);
        return value;
    }
}
