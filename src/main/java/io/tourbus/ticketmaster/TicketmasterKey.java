package io.tourbus.ticketmaster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpRequest;

/**
 * Adds the key to the query when a request is sent, so that no message, endpoint or exception of a route ever holds it.
 */
public final class TicketmasterKey implements HttpClientConfigurer {

    private final String parameter;

    public TicketmasterKey(String key) {
        this.parameter = "apikey=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addRequestInterceptorLast((request, entity, context) -> add(request));
    }

    private void add(HttpRequest request) {
        var path = request.getPath();
        if (!path.endsWith(parameter)) {
            request.setPath(path + (path.contains("?") ? "&" : "?") + parameter);
        }
    }
}
