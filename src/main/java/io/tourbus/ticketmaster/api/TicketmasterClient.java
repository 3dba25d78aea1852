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
 * Configures the HTTP client for the Discovery API. Adds the API key directly before a request is sent, so that messages,
 * endpoints and exceptions of routes never contain it, and limits the rate on the open connection.
 */
public final class TicketmasterClient implements HttpClientConfigurer {

    private final String parameter;
    private final WireRateLimiter rateLimiter;

    public TicketmasterClient(String key, WireRateLimiter rateLimiter) {
        this.parameter = "apikey=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        this.rateLimiter = rateLimiter;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addRequestInterceptorLast((request, entity, context) -> addKey(request));
        client.setRequestExecutor(new RateLimitedExecutor());
    }

    private void addKey(HttpRequest request) {
        var path = request.getPath();
        if (!path.endsWith(parameter)) {
            request.setPath(path + (path.contains("?") ? "&" : "?") + parameter);
        }
    }

    private final class RateLimitedExecutor extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            try {
                rateLimiter.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted before the request was sent.");
            }
            return super.execute(request, connection, information, context);
        }
    }
}
