package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.ResponseReader;
import java.io.InputStream;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/**
 * Reads what the token endpoint answers: {@code {"access_token", "token_type", "expires_in"}}, or a refusal, in which
 * {@code error} is a text and not an object, as elsewhere at Spotify; wrong credentials answer 400, not 401.
 */
public final class TokenResponseReader {

    private final RetryAfterPolicy patience;
    private final ResponseReader answer;

    public TokenResponseReader(RetryAfterPolicy patience, ResponseReader answer) {
        this.patience = patience;
        this.answer = answer;
    }

    /** @throws SourceException when there is no token to be had */
    public SpotifyToken.Grant read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Body InputStream body) {
        var json = answer.json(body);
        if (status == 200) {
            return grant(json);
        }
        if (status == 429 || status == 408 || status >= 500) {
            throw patience.onThrottled(refusal(status, ""), retryAfter);
        }
        throw new SourceException.Closed(
                refusal(status, json.path("error").asText("")),
                "check API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET");
    }

    private Refusal refusal(int status, String error) {
        return new Refusal("Spotify", status, answer.brief(error), "", "the request for a token");
    }

    private SpotifyToken.Grant grant(JsonNode json) {
        var value = json.path("access_token").asText("");
        var seconds = json.path("expires_in").asLong(0);
        if (value.isBlank() || seconds <= 0) {
            throw new SourceException.Unavailable("Spotify's token endpoint answered 200 without a token");
        }
        return new SpotifyToken.Grant(value, Duration.ofSeconds(seconds));
    }
}
