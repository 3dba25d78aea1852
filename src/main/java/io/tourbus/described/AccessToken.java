package io.tourbus.described;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.source.SourceContext;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.page.ResponseReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * The access token of a source with OAuth 2.0 client credentials (RFC 6749, section 4.4). All requests share it, and one of them
 * fetches it while the others wait. Thread-safe.
 */
public final class AccessToken {

    /** For a token whose lifetime the response does not name. */
    private static final long DEFAULT_SECONDS = 300;

    private static final Duration RENEWAL_LEAD = Duration.ofSeconds(30);

    /** A response of the token endpoint. */
    record Grant(String value, Duration lifetime) {

        /** For sources whose requests contain no token. */
        static Grant none() {
            return new Grant("", Duration.ofDays(1));
        }

        @Override
        public String toString() {
            return "Grant[***]";
        }
    }

    private final Supplier<Grant> fetch;
    private final Clock clock;
    private volatile String value = "";
    private Instant renewFrom = Instant.MIN;

    AccessToken(Supplier<Grant> fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /** Fetches the token if it is missing or about to expire. Called before each request. */
    public synchronized void renew() {
        var now = clock.instant();
        if (now.isBefore(renewFrom)) {
            return;
        }
        var grant = fetch.get();
        var lead = grant.lifetime().dividedBy(2).compareTo(RENEWAL_LEAD) < 0
                ? grant.lifetime().dividedBy(2)
                : RENEWAL_LEAD;
        value = grant.value();
        renewFrom = now.plus(grant.lifetime()).minus(lead);
    }

    /** The token; blank before it is fetched. */
    String value() {
        return value;
    }

    /** Expires the token, which the source refused. */
    synchronized void drop() {
        renewFrom = Instant.MIN;
    }

    /**
     * Requests tokens from an endpoint.
     *
     * @param client the name of the HTTP client that adds the client credentials
     * @param credentials the variables to check if the endpoint does not accept them
     */
    record Endpoint(
            SourceContext context,
            String title,
            String url,
            Optional<String> scope,
            String client,
            String credentials,
            ResponseReader responses)
            implements Supplier<Grant> {

        @Override
        public Grant get() {
            var body = "grant_type=client_credentials"
                    + scope.map(value -> "&scope=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
                            .orElse("");
            try (var camel = context.camel().createProducerTemplate()) {
                var exchange = camel.request(
                        "%s?httpMethod=POST&throwExceptionOnFailure=false&httpClientConfigurer=#%s"
                                .formatted(url, client),
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
                return new Grant(
                        value, Duration.ofSeconds(json.path("expires_in").asLong(DEFAULT_SECONDS)));
            }
            var error = responses.brief(json.path("error").asText(""));
            var refusal = new Refusal(title, status, error, "", "the request for a token");
            throw status == 429 || status >= 500 || status == 200
                    ? context.retryAfterPolicy().onThrottled(refusal, retryAfter)
                    : new SourceException.Closed(refusal, "check " + credentials);
        }
    }
}
