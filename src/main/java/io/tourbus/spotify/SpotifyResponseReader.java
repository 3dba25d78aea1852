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
 * Converts responses of the Web API to pages or exceptions. Errors have the format {@code {"error": {"status", "message",
 * "reason"?}}}. Decisions are based on status and {@code reason}; messages change often and are used only as a last resort.
 */
public record SpotifyResponseReader(
        CapabilityProbe capabilities,
        SpotifyToken token,
        RetryAfterPolicy retryAfterPolicy,
        AdaptiveRateLimiter rateLimiter,
        ResponseReader responses) {

    /** Spotify does not publish when its quota resets. */
    private static final Duration QUOTA_PAUSE = Duration.ofHours(1);

    /** {@code invalid id} or {@code Invalid base62 id}. */
    private static final Pattern INVALID_ID = Pattern.compile("\\binvalid\\b.*\\bid\\b", Pattern.CASE_INSENSITIVE);

    private static final String CREDENTIALS = "check API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET";

    /**
     * @param tokenSerial number of the token that was sent, from {@link SpotifyToken#renew()}
     * @throws SourceException if the API refused the request
     */
    public PageResult read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Variable("tokenSerial") long tokenSerial,
            @Variable("reading") SliceReading reading,
            @Body InputStream body) {
        if (status == 200) {
            rateLimiter.onSuccess();
            var page = responses.page(SpotifyPages.parserFor(reading.slice().entity()), body);
            capabilities.succeeded(reading.request());
            return page;
        }
        var error = responses.json(body).path("error");
        if (unknownId(status, error, reading)) {
            return new PageResult(List.of(), 1, OptionalLong.empty(), false);
        }
        if (status == 401) {
            token.drop(tokenSerial);
        }
        return replacement(refusal(status, error, reading.request()), reading.request(), retryAfter);
    }

    private PageResult replacement(Refusal refusal, PageRequest request, String retryAfter) {
        var mayShowPermissions = (refusal.status() == 400 || refusal.status() == 403 || refusal.status() == 404)
                && !needsPremium(refusal);
        return (mayShowPermissions ? capabilities.replacement(refusal, request) : Optional.<PageResult>empty())
                .orElseThrow(() -> exception(refusal, retryAfter));
    }

    /** A request for a single artist returns 404 for an unknown ID, and 400 with a message for a malformed one. */
    private boolean unknownId(int status, JsonNode error, SliceReading reading) {
        var malformed = status == 400
                && INVALID_ID.matcher(error.path("message").asText("")).find();
        return error.isObject()
                && (status == 404 || malformed)
                && SpotifyEndpoint.of(reading.request()) == SpotifyEndpoint.ARTIST;
    }

    private SourceException exception(Refusal refusal, String retryAfter) {
        var status = refusal.status();
        if (status == 429 && refusal.code().equals("QUOTA_EXCEEDED")) {
            return retryAfterPolicy.onQuotaExceeded(refusal, retryAfter, QUOTA_PAUSE);
        }
        if (status == 429) {
            rateLimiter.onThrottled();
        }
        if (status == 429 || status == 408 || status >= 500) {
            return retryAfterPolicy.onThrottled(refusal, retryAfter);
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
                responses.brief(error.path("reason").asText("")),
                responses.brief(error.path("message").asText("")),
                responses.brief(request.toString()));
    }
}
