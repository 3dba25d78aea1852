package io.tourbus.ticketmaster.api;

import io.tourbus.source.limit.WireRateLimiter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Adds the key to the query when a request is sent, so that no message, endpoint or exception of a route ever holds it, and
 * keeps requests apart on their way into an open connection.
 */
public final class TicketmasterClient implements HttpClientConfigurer {

    private final String parameter;
    private final WireRateLimiter spacing;

    public TicketmasterClient(String key, WireRateLimiter spacing) {
        this.parameter = "apikey=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        this.spacing = spacing;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addRequestInterceptorLast((request, entity, context) -> add(request));
        client.setRequestExecutor(new Spaced());
    }

    private void add(HttpRequest request) {
        var path = request.getPath();
        if (!path.endsWith(parameter)) {
            request.setPath(path + (path.contains("?") ? "&" : "?") + parameter);
        }
    }

    private final class Spaced extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            try {
                spacing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted before the request was sent");
            }
            return super.execute(request, connection, information, context);
        }
    }
}
