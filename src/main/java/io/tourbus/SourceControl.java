package io.tourbus;

import io.tourbus.run.SlicePermits;
import io.tourbus.source.Quota;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.TotalRequestsThrottler;

/** The limits of a source, changeable while Tourbus runs. */
final class SourceControl implements SourceControlMXBean {

    private final CamelContext camel;
    private final Quota quota;
    private final SlicePermits permits;

    SourceControl(CamelContext camel, Quota quota, SlicePermits permits) {
        this.camel = camel;
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
        return throttle(camel, quota.source()).getTimePeriodMillis();
    }

    @Override
    public void setMillisPerRequest(long millis) {
        var wanted = atLeast(1, (int) millis);
        Optional.ofNullable(throttle(camel, quota.source()))
                .ifPresent(throttle -> throttle.setTimePeriodMillis(wanted));
    }

    @Override
    public int getSlicesAtOnce() {
        return permits.slices();
    }

    @Override
    public void setSlicesAtOnce(int slices) {
        permits.resize(atLeast(1, slices));
    }

    /** The throttle through which all requests to a source go; {@code null} where its routes have been taken away. */
    static TotalRequestsThrottler throttle(CamelContext camel, String source) {
        var found = camel.getRoute("permit-" + source).filter(source + "-throttle");
        return (TotalRequestsThrottler) found.get(0);
    }

    private static int atLeast(int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException("%d is too small: %d at least".formatted(value, least));
        }
        return value;
    }
}
