package io.tourbus.spotify;

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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Reads what the Web API answers: a page, or a refusal as {@code {"error": {"status", "message", "reason"?}}}. Branches on
 * the status and on {@code reason}; on messages, which change often, only where nothing else tells.
 */
public final class SpotifyResponseReader {

    /** Spotify publishes neither the size of its quota nor when it is counted anew. */
    private static final Duration UNTIL_QUOTA = Duration.ofHours(1);

    /** {@code invalid id}, or {@code Invalid base62 id}. */
    private static final Pattern INVALID_ID = Pattern.compile("\\binvalid\\b.*\\bid\\b", Pattern.CASE_INSENSITIVE);

    private static final String CREDENTIALS = "check API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET";

    private final CapabilityProbe access;
    private final SpotifyToken token;
    private final RetryAfterPolicy patience;
    private final AdaptiveRateLimiter pace;
    private final ResponseReader answer;

    SpotifyResponseReader(
            CapabilityProbe access,
            SpotifyToken token,
            RetryAfterPolicy patience,
            AdaptiveRateLimiter pace,
            ResponseReader answer) {
        this.access = access;
        this.token = token;
        this.patience = patience;
        this.pace = pace;
        this.answer = answer;
    }

    /**
     * @param tokenSerial which token was sent, as {@link SpotifyToken#renew()} numbers them
     * @throws SourceException when the API refuses
     */
    public PageResult read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Variable("tokenSerial") long tokenSerial,
            @Variable("reading") SliceReading reading,
            @Body InputStream body) {
        if (status == 200) {
            pace.onSuccess();
            var page = answer.page(SpotifyPages.parserFor(reading.slice().entity()), body);
            access.answered(reading.request());
            return page;
        }
        var error = answer.json(body).path("error");
        if (unknownId(status, error, reading)) {
            return new PageResult(List.of(), 1, OptionalLong.empty(), false);
        }
        if (status == 401) {
            token.drop(tokenSerial);
        }
        return instead(refusal(status, error, reading.request()), reading.request(), retryAfter);
    }

    private PageResult instead(Refusal refusal, PageRequest request, String retryAfter) {
        var tells = (refusal.status() == 400 || refusal.status() == 403 || refusal.status() == 404)
                && !needsPremium(refusal);
        return (tells ? access.instead(refusal, request) : Optional.<PageResult>empty())
                .orElseThrow(() -> meaning(refusal, retryAfter));
    }

    /** An id that Spotify does not know, asked for alone, answers 404, or 400 and a message where it is not well formed. */
    private boolean unknownId(int status, JsonNode error, SliceReading reading) {
        var malformed = status == 400
                && INVALID_ID.matcher(error.path("message").asText("")).find();
        return error.isObject()
                && (status == 404 || malformed)
                && SpotifyEndpoint.of(reading.request()) == SpotifyEndpoint.ARTIST;
    }

    private SourceException meaning(Refusal refusal, String retryAfter) {
        var status = refusal.status();
        if (status == 429 && refusal.code().equals("QUOTA_EXCEEDED")) {
            return patience.onQuotaExceeded(refusal, retryAfter, UNTIL_QUOTA);
        }
        if (status == 429) {
            pace.onThrottled();
        }
        if (status == 429 || status == 408 || status >= 500) {
            return patience.onThrottled(refusal, retryAfter);
        }
        return switch (status) {
            case 401 -> new SourceException.TokenRefused(refusal, CREDENTIALS);
            case 403 -> forbidden(refusal);
            default -> new SourceException.Refused(refusal, "check the settings tourbus.spotify.*");
        };
    }

    private static SourceException forbidden(Refusal refusal) {
        return needsPremium(refusal)
                ? new SourceException.Closed(refusal, "the owner of the app needs Spotify Premium")
                : new SourceException.Forbidden(refusal, "this app may not call this endpoint");
    }

    private static boolean needsPremium(Refusal refusal) {
        return refusal.status() == 403
                && refusal.detail().toLowerCase(Locale.ROOT).contains("premium");
    }

    private Refusal refusal(int status, JsonNode error, PageRequest request) {
        return new Refusal(
                "Spotify",
                status,
                answer.brief(error.path("reason").asText("")),
                answer.brief(error.path("message").asText("")),
                answer.brief(request.toString()));
    }
}
