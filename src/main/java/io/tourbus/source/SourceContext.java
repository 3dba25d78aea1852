package io.tourbus.source;

import io.tourbus.source.error.Redaction;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.PauseGate;
import io.tourbus.source.limit.ResponseLimits;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.state.State;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** The services that Tourbus provides to one source: rate limits, state, and the registry of Camel. */
public record SourceContext(
        CamelContext camel,
        PauseGate pauseGate,
        RetryAfterPolicy retryAfterPolicy,
        DailyQuota quota,
        AdaptiveRateLimiter rateLimiter,
        PerformerRegistry performers,
        ResponseLimits limits,
        State state,
        Clock clock) {

    /** @param maxWait the longest pause for which a run waits */
    public static SourceContext of(
            CamelContext camel,
            DailyQuota quota,
            AdaptiveRateLimiter rateLimiter,
            PerformerRegistry performers,
            Supplier<Duration> maxWait,
            ResponseLimits limits,
            State state,
            Clock clock) {
        var gate = new PauseGate(System::nanoTime);
        var policy = new RetryAfterPolicy(gate, clock, maxWait, quota);
        var context = new SourceContext(camel, gate, policy, quota, rateLimiter, performers, limits, state, clock);
        context.bind("PauseGate", gate);
        context.bind("Quota", quota);
        return context;
    }

    /** Reads responses of this source without its secrets. */
    public ResponseReader responses(Redaction redaction) {
        return new ResponseReader(redaction, limits.json());
    }

    /** Makes an object available to the routes of this source under the name {@code <source><Name>}. */
    public void bind(String name, Object bean) {
        camel.getRegistry().bind(quota.source() + name, bean);
    }
}
