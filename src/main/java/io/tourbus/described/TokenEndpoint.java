package io.tourbus.described;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.source.AccessToken.Grant;
import io.tourbus.source.SourceContext;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.page.ResponseReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * Requests access tokens with client credentials (OAuth 2.0, RFC 6749, section 4.4).
 *
 * @param client the name of the HTTP client that adds the client credentials
 * @param credentials where the credentials are set that the endpoint may not accept
 */
record TokenEndpoint(
        SourceContext context,
        String title,
        String url,
        Optional<String> scope,
        String client,
        String credentials,
        ResponseReader responses)
        implements Supplier<Grant> {

    /** For a token whose lifetime the response does not name. */
    private static final long DEFAULT_SECONDS = 300;

    @Override
    public Grant get() {
        var body = "grant_type=client_credentials"
                + scope.map(value -> "&scope=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .orElse("");
        try (var camel = context.camel().createProducerTemplate()) {
            var exchange = camel.request(
                    "%s?httpMethod=POST&throwExceptionOnFailure=false&httpClientConfigurer=#%s".formatted(url, client),
                    request -> {
                        request.getIn().setHeader(Exchange.CONTENT_TYPE, "application/x-www-form-urlencoded");
                        request.getIn().setBody(body);
                    });
            if (exchange.getException() != null) {
                throw new SourceException.Unavailable(
                        "The token endpoint of %s did not respond: %s".formatted(title, exchange.getException()));
            }
            var status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
            var retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
            return grant(
                    status, retryAfter, responses.json(exchange.getMessage().getBody(InputStream.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Grant grant(int status, String retryAfter, JsonNode json) {
        var value = json.path("access_token").asText("");
        if (status == 200 && !value.isEmpty()) {
            return new Grant(value, Duration.ofSeconds(json.path("expires_in").asLong(DEFAULT_SECONDS)));
        }
        var error = responses.brief(json.path("error").asText(""));
        var refusal = new Refusal(title, status, error, "", "the request for a token");
        throw status == 429 || status >= 500 || status == 200
                ? context.retryAfterPolicy().onThrottled(refusal, retryAfter)
                : new SourceException.Closed(refusal, "check " + credentials);
    }
}
