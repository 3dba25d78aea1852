package io.tourbus.ticketmaster.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Adds the API key to requests to the Discovery API. */
public final class KeyParameter implements HttpRequestInterceptor {

    private final String parameter;

    public KeyParameter(String key) {
        this.parameter = "apikey=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
        var path = request.getPath();
        if (!path.endsWith(parameter)) {
            request.setPath(path + (path.contains("?") ? "&" : "?") + parameter);
        }
    }
}
