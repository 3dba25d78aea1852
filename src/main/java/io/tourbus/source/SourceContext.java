package io.tourbus.source;

import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.PauseGate;
import io.tourbus.source.limit.RetryAfter;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.state.State;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * What Tourbus gives to a source.
 *
 * @param pauseGate holds back all calls while the API asks for a pause
 * @param retryAfterPolicy decides what to do when the API asks for one
 * @param rateLimiter the time between two requests
 */
public record SourceContext(
        CamelContext camel,
        PauseGate pauseGate,
        RetryAfterPolicy retryAfterPolicy,
        DailyQuota quota,
        AdaptiveRateLimiter rateLimiter,
        PerformerRegistry performers,
        State state,
        Clock clock) {

    /** @param longestWait the longest pause that a run waits for */
    public static SourceContext of(
            CamelContext camel,
            DailyQuota quota,
            AdaptiveRateLimiter rateLimiter,
            PerformerRegistry performers,
            Supplier<Duration> longestWait,
            State state,
            Clock clock) {
        var gate = new PauseGate(System::nanoTime);
        var policy = new RetryAfterPolicy(gate, new RetryAfter(clock), longestWait, quota);
        var context = new SourceContext(camel, gate, policy, quota, rateLimiter, performers, state, clock);
        context.bind("PauseGate", gate);
        context.bind("Quota", quota);
        return context;
    }

    /** Makes an object available to the routes of this source under the name {@code <source><Name>}. */
    public void bind(String name, Object bean) {
        camel.getRegistry().bind(quota.source() + name, bean);
    }
}
