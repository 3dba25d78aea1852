package io.tourbus.ticketmaster.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.SliceReading;
import java.io.InputStream;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Converts responses of the Discovery API to pages or exceptions. Errors have two formats: {@code {"fault": {"faultstring",
 * "detail": {"errorcode"}}}} from the gateway and {@code {"errors": [{"code", "detail"}]}} from the application. The gateway
 * echoes the API key if the quota is used up, so messages are redacted.
 */
public record TicketmasterResponseReader(
        RetryAfterPolicy retryAfterPolicy,
        RateLimitHeaders rateLimitHeaders,
        AdaptiveRateLimiter rateLimiter,
        PageDepthLimit depth,
        ResponseReader responses) {

    private static final Duration SPIKE_PAUSE = Duration.ofSeconds(1);
    private static final String TOO_DEEP = "DIS1035";

    /** @throws SourceException if the API refused the request */
    public PageResult read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Header("Rate-Limit") String limit,
            @Header("Rate-Limit-Available") String available,
            @Header("Rate-Limit-Reset") String reset,
            @Variable("reading") SliceReading reading,
            @Body InputStream body) {
        rateLimitHeaders.apply(limit, available, reset);
        if (status >= 200 && status < 300) {
            rateLimiter.onSuccess();
            return responses.page(TicketmasterPages.parserFor(reading.slice().entity()), body);
        }
        var refusal = refusal(status, responses.json(body), reading.request());
        if (refusal.code().equals(TOO_DEEP) && reading.request().from() > 0) {
            depth.refused();
            return PageResult.NONE;
        }
        throw exception(refusal, retryAfter, reset);
    }

    private SourceException exception(Refusal refusal, String retryAfter, String reset) {
        var status = refusal.status();
        if (refusal.code().endsWith("QuotaViolation")) {
            return retryAfterPolicy.onQuotaExceeded(refusal, retryAfter, rateLimitHeaders.untilReset(reset));
        }
        var spike = refusal.code().endsWith("SpikeArrestViolation");
        if (spike || status == 429) {
            rateLimiter.onThrottled();
        }
        if (spike && retryAfter == null) {
            return retryAfterPolicy.pause(refusal, SPIKE_PAUSE);
        }
        if (status == 429 || status == 408 || status >= 500) {
            return retryAfterPolicy.onThrottled(refusal, retryAfter);
        }
        if (status == 401 || status == 403) {
            return new SourceException.Closed(refusal, "check API_TICKETMASTER_API_KEY");
        }
        return new SourceException.Refused(refusal, remedy(refusal.code()));
    }

    private static String remedy(String code) {
        return switch (code) {
            case "DIS1015" -> "correct the date";
            case "DIS1035", "DIS1024" -> "the query has more results than Ticketmaster returns, narrow it";
            case "DIS1036" -> "set tourbus.ticketmaster.page-size to 200 or less";
            case "DIS1004" -> "check tourbus.ticketmaster.countries, states and cities";
            default -> "check the settings tourbus.ticketmaster.*";
        };
    }

    private Refusal refusal(int status, JsonNode json, PageRequest request) {
        var fault = json.at("/fault/detail/errorcode").asText("");
        var error = json.at("/errors/0");
        var code = fault.isEmpty() ? error.path("code").asText("") : fault;
        var detail = fault.isEmpty() ? error.path("detail").asText("") : "";
        return new Refusal(
                "Ticketmaster",
                status,
                responses.brief(code),
                responses.brief(detail),
                responses.redacted(request.toString()));
    }
}
