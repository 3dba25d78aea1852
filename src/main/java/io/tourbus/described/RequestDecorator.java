package io.tourbus.described;

import io.tourbus.described.Description.Authentication;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Adds headers and credentials to the requests of a described source.
 *
 * @param credentials by the name of the setting
 */
record RequestDecorator(Authentication authentication, Map<String, String> headers, Map<String, String> credentials)
        implements HttpRequestInterceptor {

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
        // Camel adds a question mark without parameters.
        request.setPath(request.getPath().replaceFirst("\\?$", ""));
        request.setHeader(HttpHeaders.ACCEPT, "application/json");
        headers.forEach(request::setHeader);
        switch (authentication.kind()) {
            case "api-key" -> addKey(request);
            case "basic" -> request.setHeader(HttpHeaders.AUTHORIZATION, "Basic " + basic());
            case "bearer" -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + credentials.get("token"));
            default -> {}
        }
    }

    private void addKey(HttpRequest request) {
        var key = credentials.getOrDefault("api-key", "");
        if (authentication.in().equals("header")) {
            request.setHeader(authentication.name(), key);
            return;
        }
        var parameter = authentication.name() + "=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        var path = request.getPath();
        if (!path.endsWith(parameter)) {
            request.setPath(path + (path.contains("?") ? "&" : "?") + parameter);
        }
    }

    /** HTTP basic authentication, with the credentials of the client if requests contain tokens. */
    String basic() {
        var names = authentication.settings();
        var pair = credentials.get(names.get(0)) + ":" + credentials.get(names.get(1));
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** What must not appear in messages and data. */
    Collection<String> secrets() {
        var encoded = authentication.settings().size() == 2 ? Stream.of(basic()) : Stream.<String>empty();
        var secrets = credentials.entrySet().stream()
                .filter(setting -> !setting.getKey().matches("user|client-id"))
                .map(Map.Entry::getValue);
        return Stream.concat(secrets, encoded).toList();
    }

    /** The parameter with the API key; blank if there is none. */
    String keyParameter() {
        return "query".equals(authentication.in()) ? authentication.name() : "";
    }
}
