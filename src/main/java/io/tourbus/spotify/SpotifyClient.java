package io.tourbus.spotify;

import java.util.function.Supplier;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Adds the {@code Authorization} header when a request is sent, so that no message, endpoint or exception of a route ever
 * holds it.
 */
public final class SpotifyClient implements HttpClientConfigurer {

    private final Supplier<String> authorization;

    private SpotifyClient(Supplier<String> authorization) {
        this.authorization = authorization;
    }

    /** For the Web API. */
    public static SpotifyClient bearer(SpotifyToken token) {
        return new SpotifyClient(() -> "Bearer " + token.value());
    }

    /** For the token endpoint. */
    public static SpotifyClient basic(SpotifySettings.Credentials credentials) {
        return new SpotifyClient(() -> "Basic " + credentials.basic());
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addRequestInterceptorLast(
                (request, entity, context) -> request.setHeader(HttpHeaders.AUTHORIZATION, authorization.get()));
    }
}
