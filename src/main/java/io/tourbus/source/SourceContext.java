package io.tourbus.source;

import io.tourbus.source.error.Redaction;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.RequestPacer;
import io.tourbus.source.limit.ResponseLimits;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.state.State;
import io.tourbus.state.limit.SharedRate;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.core5.http.HttpRequestInterceptor;

/** The services that Tourbus provides to one source: rate limits, state, and the registry of Camel. */
public record SourceContext(
        CamelContext camel,
        RequestPacer pacer,
        RetryAfterPolicy retryAfterPolicy,
        DailyQuota quota,
        AdaptiveRateLimiter rateLimiter,
        PerformerRegistry performers,
        ResponseLimits limits,
        State state,
        Clock clock) {

    /**
     * @param rate shared with other processes
     * @param maxWait the longest pause for which a run waits
     */
    public static SourceContext of(
            CamelContext camel,
            DailyQuota quota,
            AdaptiveRateLimiter rateLimiter,
            SharedRate rate,
            PerformerRegistry performers,
            Supplier<Duration> maxWait,
            ResponseLimits limits,
            State state,
            Clock clock) {
        var pacer = new RequestPacer(rateLimiter::millis, rate);
        var policy = new RetryAfterPolicy(pacer, clock, maxWait, quota);
        var context = new SourceContext(camel, pacer, policy, quota, rateLimiter, performers, limits, state, clock);
        context.bind("Pacer", pacer);
        context.bind("Quota", quota);
        return context;
    }

    /** Reads responses of this source without its secrets. */
    public ResponseReader responses(Redaction redaction) {
        return new ResponseReader(redaction, limits.json());
    }

    /**
     * Makes an HTTP client available to the routes of this source under the name {@code <source><Name>}. It sends requests at the
     * times that all processes with the same API key have agreed on.
     *
     * @param credentials adds the credentials directly before a request is sent, so that messages, endpoints and exceptions of
     *     routes never contain them
     */
    public void bindClient(String name, HttpRequestInterceptor credentials) {
        HttpClientConfigurer configurer =
                client -> client.addRequestInterceptorLast(credentials).setRequestExecutor(pacer.executor());
        bind(name, configurer);
    }

    /** Makes an object available to the routes of this source under the name {@code <source><Name>}. */
    public void bind(String name, Object bean) {
        camel.getRegistry().bind(quota.source() + name, bean);
    }
}
