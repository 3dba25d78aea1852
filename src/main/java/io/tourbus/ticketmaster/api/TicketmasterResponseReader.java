package io.tourbus.ticketmaster.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.SliceReading;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Converts responses of the Discovery API to pages or exceptions. Errors have two formats: {@code {"fault": {"faultstring",
 * "detail": {"errorcode"}}}} from the gateway and {@code {"errors": [{"code", "detail"}]}} from the application. The gateway
 * echoes the API key if the quota is used up, so messages are redacted.
 */
public final class TicketmasterResponseReader {

    private static final Duration SPIKE_PAUSE = Duration.ofSeconds(1);
    private static final String TOO_DEEP = "DIS1035";

    private final RetryAfterPolicy retryAfterPolicy;
    private final RateLimitHeaders rateLimitHeaders;
    private final AdaptiveRateLimiter rateLimiter;
    private final PageDepthLimit depth;
    private final ResponseReader responses;
    private final String keyPlace;

    /** @param keyPlace where the API key is set */
    public TicketmasterResponseReader(
            RetryAfterPolicy retryAfterPolicy,
            AdaptiveRateLimiter rateLimiter,
            PageDepthLimit depth,
            ResponseReader responses,
            String keyPlace) {
        this.retryAfterPolicy = retryAfterPolicy;
        this.rateLimitHeaders = new RateLimitHeaders(retryAfterPolicy.quota(), retryAfterPolicy.clock());
        this.rateLimiter = rateLimiter;
        this.depth = depth;
        this.responses = responses;
        this.keyPlace = keyPlace;
    }

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
            return responses.page(TicketmasterPager.parserFor(reading.slice().entity()), body);
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
        if (spike && !retryAfterPolicy.isReadable(retryAfter)) {
            return retryAfterPolicy.pause(refusal, SPIKE_PAUSE);
        }
        if (status == 429 || status == 408 || status >= 500) {
            return retryAfterPolicy.onThrottled(refusal, retryAfter);
        }
        if (status == 401 || status == 403) {
            return new SourceException.Closed(refusal, "check " + keyPlace);
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

    /**
     * Corrects the daily quota with the response headers {@code Rate-Limit}, {@code Rate-Limit-Available} and {@code
     * Rate-Limit-Reset}. The latter is in epoch milliseconds, or a date according to the documentation. Only responses with
     * status 200 have these headers, although refused requests count as well.
     */
    record RateLimitHeaders(DailyQuota quota, Clock clock) {

        private static final Duration MAX_WAIT = Duration.ofHours(25);
        private static final Duration MIN_WAIT = Duration.ofMinutes(1);
        /** How far the clock of Ticketmaster may be behind. */
        private static final Duration MAX_SKEW = Duration.ofMinutes(30);

        /** Corrects the count. Does nothing if a header is missing or malformed. */
        void apply(String limit, String available, String reset) {
            if (limit == null || available == null || reset == null) {
                return;
            }
            try {
                quota.synchronize(Long.parseLong(limit.strip()), Long.parseLong(available.strip()), instant(reset));
            } catch (NumberFormatException | DateTimeException e) {
                // the count of Tourbus remains
            }
        }

        /**
         * How long to wait until the quota resets: at least a minute, because the reset may seem to be in the past if clocks
         * differ. Without a plausible header, the end of the day that Tourbus counts.
         */
        Duration untilReset(String reset) {
            return parse(reset)
                    .map(this::until)
                    .filter(wait -> wait.compareTo(MAX_SKEW.negated()) > 0 && wait.compareTo(MAX_WAIT) <= 0)
                    .map(wait -> wait.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : wait)
                    .orElseGet(() -> until(quota.today().ends()));
        }

        private Duration until(Instant end) {
            return Duration.between(clock.instant(), end);
        }

        private static Optional<Instant> parse(String reset) {
            try {
                return Optional.ofNullable(reset).map(RateLimitHeaders::instant);
            } catch (NumberFormatException | DateTimeException e) {
                return Optional.empty();
            }
        }

        private static Instant instant(String reset) {
            var text = reset.strip();
            return text.contains("T") ? Instant.parse(text) : Instant.ofEpochMilli(Long.parseLong(text));
        }
    }
}
