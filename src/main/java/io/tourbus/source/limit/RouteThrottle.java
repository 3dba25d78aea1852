package io.tourbus.source.limit;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.processor.TotalRequestsThrottler;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Gives access to the throttle that all requests to a source pass: the step {@code <source>-throttle}. Camel reports each throttle
 * that it builds, so that a reloaded route replaces the throttle here as well.
 */
public final class RouteThrottle implements InterceptStrategy {

    private final String id;
    private volatile TotalRequestsThrottler latest;

    public RouteThrottle(String source) {
        this.id = source + "-throttle";
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        var built = nextTarget == null ? target : nextTarget;
        if (built instanceof TotalRequestsThrottler throttler && id.equals(throttler.getId())) {
            latest = throttler;
        }
        return target;
    }

    /** Milliseconds from one request to the next; 0 if the source has no routes. */
    public long millis() {
        var throttler = latest;
        return throttler == null ? 0 : throttler.getTimePeriodMillis();
    }

    public void millis(long wanted) {
        var throttler = latest;
        if (throttler != null) {
            throttler.setTimePeriodMillis(wanted);
        }
    }
}
