package io.tourbus.spotify;

import java.util.function.Supplier;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Configures the HTTP clients for Spotify. Adds the {@code Authorization} header directly before a request is sent, so that
 * messages, endpoints and exceptions of routes never contain it.
 */
public final class SpotifyClient implements HttpClientConfigurer {

    private final Supplier<String> authorization;

    private SpotifyClient(Supplier<String> authorization) {
        this.authorization = authorization;
    }

    /** Uses the access token, for the Web API. */
    public static SpotifyClient bearer(SpotifyToken token) {
        return new SpotifyClient(() -> "Bearer " + token.value());
    }

    /** Uses client ID and secret, for the token endpoint. */
    public static SpotifyClient basic(SpotifySettings.Credentials credentials) {
        return new SpotifyClient(() -> "Basic " + credentials.basic());
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addRequestInterceptorLast(
                (request, entity, context) -> request.setHeader(HttpHeaders.AUTHORIZATION, authorization.get()));
    }
}
