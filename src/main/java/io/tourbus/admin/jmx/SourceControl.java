package io.tourbus.admin.jmx;

import io.tourbus.run.ConcurrencyLimiter;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.RouteThrottle;
import java.time.temporal.ChronoUnit;

/** The limits of a source, changeable while Tourbus runs. */
public final class SourceControl implements SourceControlMXBean {

    private final RouteThrottle throttle;
    private final DailyQuota quota;
    private final ConcurrencyLimiter permits;

    public SourceControl(RouteThrottle throttle, DailyQuota quota, ConcurrencyLimiter permits) {
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
        quota.setPerDay(within("requests-per-day", requests));
    }

    @Override
    public long getRequestsToday() {
        return quota.today().used();
    }

    @Override
    public long getRequestsLeft() {
        return quota.remaining().orElse(-1);
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
        if (millis < 1 || millis > AdaptiveRateLimiter.MAX_MILLIS) {
            throw new IllegalArgumentException(
                    "%d is not allowed. Use 1 to %d.".formatted(millis, AdaptiveRateLimiter.MAX_MILLIS));
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
