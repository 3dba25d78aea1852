package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;

/**
 * Access control of the HTTP server: everybody may read, changes need the token. It rejects requests that another web site has
 * triggered in a browser (CSRF, DNS rebinding): they have another {@code Origin}, or another {@code Host} for a server on
 * loopback.
 */
final class AccessFilter implements Handler<RoutingContext> {

    /** A page of another site cannot send this header, because browsers ask the server first (CORS preflight). */
    static final String CSRF_HEADER = "X-Tourbus";

    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final Set<String> TRANSPORT_HEADERS = Set.of(
            "host", "connection", "content-type", "content-length", "transfer-encoding", "expect", "accept", "range");
    private static final String BEARER = "Bearer ";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ServerSettings settings;

    AccessFilter(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void handle(RoutingContext call) {
        call.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        var request = call.request();
        if (!isSameSite(request)) {
            FailureHandler.respond(
                    call, 403, "The request names another host or web site. Use the address of this server.");
        } else if (!hasKnownCharset(call)) {
            FailureHandler.respond(call, 415, "The charset of the request body is not supported. Use UTF-8.");
        } else if (SAFE_METHODS.contains(request.method()) || hasToken(request) || isOpenOnLoopback(request)) {
            removeHeaders(request);
            call.next();
        } else if (settings.token().isEmpty()) {
            FailureHandler.respond(
                    call, 403, "No token is configured. Set tourbus.server.token to allow changes over HTTP.");
        } else {
            call.response().putHeader("WWW-Authenticate", "Bearer");
            FailureHandler.respond(
                    call,
                    401,
                    "The token is missing or wrong. Send tourbus.server.token as 'Authorization: Bearer …'.");
        }
    }

    /** Camel would use the charset for the response. */
    private static boolean hasKnownCharset(RoutingContext call) {
        var charset = call.parsedHeaders().contentType().parameter("charset");
        return charset == null || charset.equalsIgnoreCase("utf-8");
    }

    /** Camel cannot tell a header from a query parameter with the same name. */
    private static void removeHeaders(HttpServerRequest request) {
        request.headers().names().stream()
                .filter(name -> !TRANSPORT_HEADERS.contains(name.toLowerCase(Locale.ROOT)))
                .toList()
                .forEach(request.headers()::remove);
    }

    private boolean isSameSite(HttpServerRequest request) {
        var authority = request.authority();
        var origin = request.getHeader("Origin");
        return authority != null
                && (origin == null || origin.endsWith("://" + authority))
                && (!LOOPBACK.contains(settings.host()) || LOOPBACK.contains(authority.host()));
    }

    private boolean hasToken(HttpServerRequest request) {
        var authorization = request.getHeader("Authorization");
        return authorization != null
                && authorization.startsWith(BEARER)
                && settings.token()
                        .filter(token -> MessageDigest.isEqual(
                                token.getBytes(UTF_8),
                                authorization.substring(BEARER.length()).strip().getBytes(UTF_8)))
                        .isPresent();
    }

    private boolean isOpenOnLoopback(HttpServerRequest request) {
        return settings.openOnLoopback()
                && request.getHeader(CSRF_HEADER) != null
                && LOOPBACK.contains(request.authority().host())
                && isLoopback(request.remoteAddress().hostAddress());
    }

    private static boolean isLoopback(String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
