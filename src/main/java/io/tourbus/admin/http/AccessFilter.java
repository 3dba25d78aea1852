package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.util.Set;

/**
 * Lets everybody who reaches the server read, and only those change something who have the token. A browser that another site has
 * lured here is sent away: it names that site as the origin, and where the server is for this machine alone, as the host.
 */
final class AccessFilter implements Handler<RoutingContext> {

    /** What only a page of this server can send along without the browser asking first whether it may. */
    static final String BY_HAND = "X-Tourbus";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final String BEARER = "Bearer ";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ServerSettings settings;

    AccessFilter(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void handle(RoutingContext call) {
        call.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        var request = call.request();
        if (!isMeantForUs(request)) {
            refuse(call, 403, "this server is not asked for by that name, or from another site");
        } else if (READING.contains(request.method()) || hasToken(request) || isOpen(request)) {
            call.next();
        } else if (settings.token().isEmpty()) {
            refuse(call, 403, "nothing can be changed over HTTP: set tourbus.server.token");
        } else {
            call.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(call, 401, "send the token of tourbus.server.token as 'Authorization: Bearer …'");
        }
    }

    private boolean isMeantForUs(HttpServerRequest request) {
        var here = request.authority();
        var origin = request.getHeader("Origin");
        return here != null
                && (origin == null || origin.endsWith("://" + here))
                && (!HERE.contains(settings.host()) || HERE.contains(here.host()));
    }

    private boolean hasToken(HttpServerRequest request) {
        var said = request.getHeader("Authorization");
        return said != null
                && said.startsWith(BEARER)
                && settings.token()
                        .filter(token -> MessageDigest.isEqual(
                                token.getBytes(UTF_8),
                                said.substring(BEARER.length()).strip().getBytes(UTF_8)))
                        .isPresent();
    }

    private boolean isOpen(HttpServerRequest request) {
        return settings.openHere()
                && request.getHeader(BY_HAND) != null
                && HERE.contains(request.authority().host())
                && isLoopback(request.remoteAddress().hostAddress());
    }

    private static boolean isLoopback(String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void refuse(RoutingContext call, int status, String why) {
        call.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("error", why).encode());
    }
}
