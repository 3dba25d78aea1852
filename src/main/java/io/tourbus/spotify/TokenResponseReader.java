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
 * Converts responses of the token endpoint: {@code {"access_token", "token_type", "expires_in"}} or an error. Unlike in the
 * Web API, {@code error} is a string, and invalid credentials return 400 instead of 401.
 */
public record TokenResponseReader(RetryAfterPolicy retryAfterPolicy, ResponseReader responses) {

    /** @throws SourceException if the response contains no token */
    public SpotifyToken.Grant read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Body InputStream body) {
        var json = responses.json(body);
        if (status == 200) {
            return grant(json);
        }
        if (status == 429 || status == 408 || status >= 500) {
            throw retryAfterPolicy.onThrottled(refusal(status, ""), retryAfter);
        }
        throw new SourceException.Closed(
                refusal(status, json.path("error").asText("")),
                "check API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET");
    }

    private Refusal refusal(int status, String error) {
        return new Refusal("Spotify", status, responses.brief(error), "", "the request for a token");
    }

    private SpotifyToken.Grant grant(JsonNode json) {
        var value = json.path("access_token").asText("");
        var seconds = json.path("expires_in").asLong(0);
        if (value.isBlank() || seconds <= 0) {
            throw new SourceException.Unavailable("The Spotify token endpoint returned 200 without a token.");
        }
        return new SpotifyToken.Grant(value, Duration.ofSeconds(seconds));
    }
}
