package io.tourbus.admin.jmx;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.RouteThrottle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;

/**
 * The MBean {@code io.tourbus:type=Source,name=<source>}. As JSON, it shows the source to the HTTP API and the web page.
 */
@ManagedResource(description = "The limits of a source. Changes last until the process ends.")
@JsonNaming(SnakeCaseStrategy.class)
@JsonPropertyOrder("source")
public final class SourceControl {

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

    @ManagedAttribute(description = "Limit of requests per day; 0 for none")
    @Unit("requests per day")
    public int getRequestsPerDay() {
        return quota.perDay();
    }

    @ManagedAttribute(description = "Limit of requests per day; 0 for none")
    public void setRequestsPerDay(int requests) {
        quota.setPerDay(requireAllowed("requests-per-day", 0, requests));
    }

    @ManagedAttribute(description = "Requests since the quota was reset")
    @Unit("requests")
    public long getRequestsToday() {
        return quota.today().used();
    }

    @ManagedAttribute(description = "Requests left until the quota resets; -1 if there is no limit")
    @Unit("requests")
    public long getRequestsLeft() {
        return quota.remaining().orElse(-1);
    }

    @ManagedAttribute(description = "When the quota resets, in ISO 8601 and UTC")
    public String getDayEnds() {
        return quota.today().ends().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @ManagedAttribute(description = "Until when and why Tourbus does not call the source; blank if it does")
    public String getBlocked() {
        return quota.block()
                .map(block -> "until %s: %s".formatted(block.until(), block.reason()))
                .orElse("");
    }

    @ManagedOperation(description = "Calls the source again, even if it asked for a longer pause")
    public void unblock() {
        quota.unblock();
    }

    @ManagedAttribute(description = "Milliseconds between two requests")
    @Unit("ms")
    public long getMillisPerRequest() {
        return throttle.millis();
    }

    @ManagedAttribute(description = "Milliseconds between two requests")
    public void setMillisPerRequest(long millis) {
        var max = AdaptiveRateLimiter.MAX_MILLIS;
        if (millis < 1 || millis > max) {
            throw new IllegalArgumentException("%d is not allowed. Use 1 to %d.".formatted(millis, max));
        }
        throttle.millis(millis);
    }

    @ManagedAttribute(description = "Slices that all runs together read at the same time")
    @Unit("slices")
    public int getSlicesAtOnce() {
        return concurrency.slices();
    }

    @ManagedAttribute(description = "Slices that all runs together read at the same time")
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
