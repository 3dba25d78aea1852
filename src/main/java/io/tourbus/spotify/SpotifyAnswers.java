package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.source.Answer;
import io.tourbus.source.Page;
import io.tourbus.source.PageReader;
import io.tourbus.source.Patience;
import io.tourbus.source.Reading;
import io.tourbus.source.SourceException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Reads what the Web API answers: a page, or a refusal as {@code {"error": {"status", "message", "reason"?}}}. Branches on
 * the status and on {@code reason}; messages change too often.
 */
public final class SpotifyAnswers {

    private static final String CREDENTIALS = "check API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET";

    private final PageReader pages;
    private final SpotifyToken token;
    private final Patience patience;
    private final Answer answer;

    public SpotifyAnswers(PageReader pages, SpotifyToken token, Patience patience, Answer answer) {
        this.pages = pages;
        this.token = token;
        this.patience = patience;
        this.answer = answer;
    }

    /**
     * @param tokenSerial which token was sent, as {@link SpotifyToken#renew()} numbers them
     * @throws SourceException when the API refuses
     */
    public Page read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @ExchangeProperty("tokenSerial") long tokenSerial,
            @ExchangeProperty("reading") Reading reading,
            @Body byte[] body) {
        if (status == 200) {
            return pages.read(body);
        }
        var error = answer.json(body).path("error");
        if (unknownId(status, error, reading)) {
            return new Page(List.of(), 1, OptionalLong.empty(), false);
        }
        if (status == 401) {
            token.drop(tokenSerial);
        }
        throw refusal(status, error, retryAfter);
    }

    /** An id that Spotify does not know, asked for alone, answers 404 (400 "invalid id" where it is not well formed). */
    private boolean unknownId(int status, JsonNode error, Reading reading) {
        return error.isObject()
                && (status == 404 || status == 400)
                && reading.request().path().startsWith("/artists/");
    }

    private SourceException refusal(int status, JsonNode error, String retryAfter) {
        var said = said(status, error);
        if (status == 429 && "QUOTA_EXCEEDED".equals(error.path("reason").asText())) {
            return new SourceException.Closed(
                    said + ": the quota of the developer account is used up, try again later");
        }
        if (status == 429 || status == 408 || status >= 500) {
            return patience.notNow(said, retryAfter);
        }
        return switch (status) {
            case 401 -> new SourceException.TokenRefused(said + ": " + CREDENTIALS);
            case 403 -> forbidden(said);
            default -> new SourceException.Refused(said);
        };
    }

    private SourceException forbidden(String said) {
        return said.contains("premium")
                ? new SourceException.Closed(said)
                : new SourceException.Refused(said + ": this app may not call this endpoint");
    }

    private String said(int status, JsonNode error) {
        var message = error.path("message").asText("");
        return answer.brief("Spotify answered %d %s".formatted(status, message));
    }
}
