package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.source.Answer;
import io.tourbus.source.Pace;
import io.tourbus.source.Page;
import io.tourbus.source.Patience;
import io.tourbus.source.Reading;
import io.tourbus.source.Refusal;
import io.tourbus.source.Request;
import io.tourbus.source.SourceException;
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
public final class SpotifyAnswers {

    /** Spotify publishes neither the size of its quota nor when it is counted anew. */
    private static final Duration UNTIL_QUOTA = Duration.ofHours(1);

    /** {@code invalid id}, or {@code Invalid base62 id}. */
    private static final Pattern INVALID_ID = Pattern.compile("\\binvalid\\b.*\\bid\\b", Pattern.CASE_INSENSITIVE);

    private static final String CREDENTIALS = "check API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET";

    private final SpotifyAccess access;
    private final SpotifyToken token;
    private final Patience patience;
    private final Pace pace;
    private final Answer answer;

    SpotifyAnswers(SpotifyAccess access, SpotifyToken token, Patience patience, Pace pace, Answer answer) {
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
    public Page read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Variable("tokenSerial") long tokenSerial,
            @Variable("reading") Reading reading,
            @Body InputStream body) {
        if (status == 200) {
            pace.well();
            var page = answer.page(SpotifyPages.of(reading.slice().entity()), body);
            access.answered(reading.request());
            return page;
        }
        var error = answer.json(body).path("error");
        if (unknownId(status, error, reading)) {
            return new Page(List.of(), 1, OptionalLong.empty(), false);
        }
        if (status == 401) {
            token.drop(tokenSerial);
        }
        return instead(refusal(status, error, reading.request()), reading.request(), retryAfter);
    }

    private Page instead(Refusal refusal, Request request, String retryAfter) {
        var tells = (refusal.status() == 400 || refusal.status() == 403 || refusal.status() == 404)
                && !needsPremium(refusal);
        return (tells ? access.instead(refusal, request) : Optional.<Page>empty())
                .orElseThrow(() -> meaning(refusal, retryAfter));
    }

    /** An id that Spotify does not know, asked for alone, answers 404, or 400 and a message where it is not well formed. */
    private boolean unknownId(int status, JsonNode error, Reading reading) {
        var malformed = status == 400
                && INVALID_ID.matcher(error.path("message").asText("")).find();
        return error.isObject() && (status == 404 || malformed) && Endpoint.of(reading.request()) == Endpoint.ARTIST;
    }

    private SourceException meaning(Refusal refusal, String retryAfter) {
        var status = refusal.status();
        if (status == 429 && refusal.code().equals("QUOTA_EXCEEDED")) {
            return patience.usedUp(refusal, retryAfter, UNTIL_QUOTA);
        }
        if (status == 429) {
            pace.tooFast();
        }
        if (status == 429 || status == 408 || status >= 500) {
            return patience.notNow(refusal, retryAfter);
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

    private Refusal refusal(int status, JsonNode error, Request request) {
        return new Refusal(
                "Spotify",
                status,
                answer.brief(error.path("reason").asText("")),
                answer.brief(error.path("message").asText("")),
                answer.brief(request.toString()));
    }
}
