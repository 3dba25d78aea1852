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
 * Reads what the Discovery API answers: a page, or a refusal of one of two shapes: {@code {"fault": {"faultstring",
 * "detail": {"errorcode"}}}} from its gateway, {@code {"errors": [{"code", "detail"}]}} from the application behind it.
 * The gateway echoes the key when the quota is used up, so all that it says is redacted.
 */
public final class TicketmasterResponseReader {

    private static final Duration SPIKE = Duration.ofSeconds(1);
    private static final String TOO_DEEP = "DIS1035";

    private final RetryAfterPolicy patience;
    private final RateLimitHeaders allowance;
    private final AdaptiveRateLimiter pace;
    private final PageDepthLimit reach;
    private final ResponseReader answer;

    public TicketmasterResponseReader(
            RetryAfterPolicy patience,
            RateLimitHeaders allowance,
            AdaptiveRateLimiter pace,
            PageDepthLimit reach,
            ResponseReader answer) {
        this.patience = patience;
        this.allowance = allowance;
        this.pace = pace;
        this.reach = reach;
        this.answer = answer;
    }

    /** @throws SourceException when the API refuses */
    public PageResult read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Header("Rate-Limit") String limit,
            @Header("Rate-Limit-Available") String available,
            @Header("Rate-Limit-Reset") String reset,
            @Variable("reading") SliceReading reading,
            @Body InputStream body) {
        allowance.apply(limit, available, reset);
        if (status >= 200 && status < 300) {
            pace.onSuccess();
            return answer.page(TicketmasterPages.parserFor(reading.slice().entity()), body);
        }
        var refusal = refusal(status, answer.json(body), reading.request());
        if (refusal.code().equals(TOO_DEEP) && reading.request().from() > 0) {
            reach.refused();
            return PageResult.NONE;
        }
        throw meaning(refusal, retryAfter, reset);
    }

    private SourceException meaning(Refusal refusal, String retryAfter, String reset) {
        var status = refusal.status();
        if (refusal.code().endsWith("QuotaViolation")) {
            return patience.onQuotaExceeded(refusal, retryAfter, allowance.untilReset(reset));
        }
        var spike = refusal.code().endsWith("SpikeArrestViolation");
        if (spike || status == 429) {
            pace.onThrottled();
        }
        if (spike && retryAfter == null) {
            return patience.pause(refusal, SPIKE);
        }
        if (status == 429 || status == 408 || status >= 500) {
            return patience.onThrottled(refusal, retryAfter);
        }
        if (status == 401 || status == 403) {
            return new SourceException.Closed(refusal, "check API_TICKETMASTER_API_KEY");
        }
        return new SourceException.Refused(refusal, remedy(refusal.code()));
    }

    private static String remedy(String code) {
        return switch (code) {
            case "DIS1015" -> "a date of the query is not of the form that Ticketmaster wants";
            case "DIS1035", "DIS1024" -> "the query has more than Ticketmaster hands out: narrow it";
            case "DIS1036" -> "set tourbus.ticketmaster.page-size to 200 or less";
            case "DIS1004" -> "there is no such thing: check countries, states and cities";
            default -> "check the settings tourbus.ticketmaster.*";
        };
    }

    private Refusal refusal(int status, JsonNode json, PageRequest request) {
        var fault = json.at("/fault/detail/errorcode").asText("");
        var error = json.at("/errors/0");
        var code = fault.isEmpty() ? error.path("code").asText("") : fault;
        var detail = fault.isEmpty() ? error.path("detail").asText("") : "";
        return new Refusal(
                "Ticketmaster", status, answer.brief(code), answer.brief(detail), answer.redacted(request.toString()));
    }
}
