package io.tourbus.admin.jmx;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tourbus.run.ConcurrencyLimiter;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.RouteThrottle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;

/**
 * The MBean of a source: its rate, its quota and its concurrency, which can be changed while Tourbus runs. As JSON, it shows the
 * source to the HTTP API and the web page.
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonPropertyOrder("source")
public final class SourceControl implements SourceControlMXBean {

    /** All sources by name. */
    public record Sources(SortedMap<String, SourceControl> controls) {

        public List<SourceControl> all() {
            return List.copyOf(controls.values());
        }
    }

    private final RouteThrottle throttle;
    private final DailyQuota quota;
    private final ConcurrencyLimiter concurrency;

    public SourceControl(RouteThrottle throttle, DailyQuota quota, ConcurrencyLimiter concurrency) {
        this.throttle = throttle;
        this.quota = quota;
        this.concurrency = concurrency;
    }

    public String getSource() {
        return quota.source();
    }

    @Override
    public int getRequestsPerDay() {
        return quota.perDay();
    }

    @Override
    public void setRequestsPerDay(int requests) {
        quota.setPerDay(requireAllowed("requests-per-day", 0, requests));
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
        var max = AdaptiveRateLimiter.MAX_MILLIS;
        if (millis < 1 || millis > max) {
            throw new IllegalArgumentException("%d is not allowed. Use 1 to %d.".formatted(millis, max));
        }
        throttle.millis(millis);
    }

    @Override
    public int getSlicesAtOnce() {
        return concurrency.slices();
    }

    @Override
    public void setSlicesAtOnce(int slices) {
        concurrency.resize(requireAllowed("slices-at-once", 1, slices));
    }

    /** @param min applies to all sources; a setting of the source may restrict the value further */
    private int requireAllowed(String setting, int min, int value) {
        SettingsTable.find("tourbus.%s.%s".formatted(quota.source(), setting))
                .ifPresent(declared -> declared.requireAllowed(value));
        if (value < min) {
            throw new IllegalArgumentException("%d is not allowed. Use %d or more.".formatted(value, min));
        }
        return value;
    }
}
