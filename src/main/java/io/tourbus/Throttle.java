package io.tourbus;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.TotalRequestsThrottler;

/**
 * The throttle through which all requests to a source go. Its route may be swapped for an edited one: in between, it is the one
 * that was there last.
 */
final class Throttle {

    private final CamelContext camel;
    private final String source;
    private TotalRequestsThrottler last;

    Throttle(CamelContext camel, String source) {
        this.camel = camel;
        this.source = source;
    }

    /** Milliseconds from one request to the next; 0 where the source has no routes. */
    long millis() {
        return present().map(TotalRequestsThrottler::getTimePeriodMillis).orElse(0L);
    }

    void millis(long wanted) {
        present().ifPresent(throttle -> throttle.setTimePeriodMillis(wanted));
    }

    private synchronized Optional<TotalRequestsThrottler> present() {
        var route = camel.getRoute("permit-" + source);
        if (route != null) {
            route.filter(source + "-throttle").stream()
                    .map(TotalRequestsThrottler.class::cast)
                    .findFirst()
                    .ifPresent(now -> last = now);
        }
        return Optional.ofNullable(last);
    }
}
