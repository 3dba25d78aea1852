package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Entity;
import io.tourbus.source.AccessToken;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.PageParser;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.spotify.CapabilityProbe.SpotifyEndpoint;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Converts responses of the Web API to pages or exceptions. Errors have the format {@code {"error": {"status", "message",
 * "reason"?}}}. Decisions are based on status and {@code reason}; messages change often and are used only as a last resort.
 *
 * @param credentials where the credentials are set
 */
public record SpotifyResponseReader(
        CapabilityProbe capabilities,
        AccessToken token,
        RetryAfterPolicy retryAfterPolicy,
        AdaptiveRateLimiter rateLimiter,
        ResponseReader responses,
        String credentials) {

    /** Spotify does not publish when its quota resets. */
    private static final Duration QUOTA_PAUSE = Duration.ofHours(1);

    /** {@code invalid id} or {@code Invalid base62 id}. */
    private static final Pattern INVALID_ID = Pattern.compile("\\binvalid\\b.*\\bid\\b", Pattern.CASE_INSENSITIVE);

    private static final PageParser ARTISTS = new PageParser(
            "a page of artists", "artist", Set.of("artists", "artists.items"), "artists.total", "artists.next");
    private static final PageParser TRACKS =
            new PageParser("a list of tracks", "track", Set.of("tracks"), "tracks.total", "tracks.next");

    /**
     * Parses artists: {@code {"artists": {"items": […], "total", "next"}}} of a search, {@code {"artists": […]}} of artists by
     * ID and of related artists, or a single artist. Parses tracks: {@code {"tracks": […]}} with up to ten top tracks.
     */
    public static PageParser parserFor(Entity entity) {
        return entity == Entity.TRACKS ? TRACKS : ARTISTS;
    }

    /**
     * @param tokenSerial number of the token that was sent, from {@link AccessToken#renew()}
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
            var page = responses.page(parserFor(reading.slice().entity()), body);
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
        if (temporary(status)) {
            return retryAfterPolicy.onThrottled(refusal, retryAfter);
        }
        return switch (status) {
            case 401 -> new SourceException.TokenRefused(refusal, "check " + credentials);
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

    private static boolean temporary(int status) {
        return status == 429 || status == 408 || status >= 500;
    }

    /**
     * Converts responses of the token endpoint: {@code {"access_token", "token_type", "expires_in"}} or an error. Unlike in the
     * Web API, {@code error} is a string, and invalid credentials return 400 instead of 401.
     */
    public record TokenResponseReader(RetryAfterPolicy retryAfterPolicy, ResponseReader responses, String credentials) {

        /** @throws SourceException if the response contains no token */
        public AccessToken.Grant read(
                @Header(Exchange.HTTP_RESPONSE_CODE) int status,
                @Header("Retry-After") String retryAfter,
                @Body InputStream body) {
            var json = responses.json(body);
            if (status == 200) {
                return grant(json);
            }
            var error =
                    temporary(status) ? "" : responses.brief(json.path("error").asText(""));
            var refusal = new Refusal("Spotify", status, error, "", "the request for a token");
            throw temporary(status)
                    ? retryAfterPolicy.onThrottled(refusal, retryAfter)
                    : new SourceException.Closed(refusal, "check " + credentials);
        }

        private static AccessToken.Grant grant(JsonNode json) {
            var value = json.path("access_token").asText("");
            var seconds = json.path("expires_in").asLong(0);
            if (value.isBlank() || seconds <= 0) {
                throw new SourceException.Unavailable("The Spotify token endpoint returned 200 without a token.");
            }
            return new AccessToken.Grant(value, Duration.ofSeconds(seconds));
        }
    }
}
