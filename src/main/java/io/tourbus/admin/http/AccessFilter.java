package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.admin.AdminApi;
import io.tourbus.admin.http.ServerSettings.Access;
import io.tourbus.admin.http.ServerSettings.Listener;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Access control of an HTTP server. On a loopback address, programs on the same machine may read; everything else needs a token.
 * It rejects requests that another web site has triggered in a browser (CSRF, DNS rebinding): they have another {@code Origin},
 * or another {@code Host}.
 */
final class AccessFilter implements Handler<RoutingContext> {

    /** What a request needs. */
    enum Need {
        /** Nothing: everybody may send it. */
        NOTHING,
        /** Nothing for the status; the details of health need what {@link #READ} needs. */
        STATUS,
        /** To be from this machine, or to have a token. */
        READ,
        /** To have the token, or to be from this machine if {@code tourbus.server.open-on-loopback} is set. */
        CHANGE,
        /** To have the token. */
        TOKEN
    }

    /** A page of another site cannot send this header, because browsers ask the server first (CORS preflight). */
    static final String CSRF_HEADER = "X-Tourbus";

    /** A header of responses that says whether the sender may change something: {@code allowed}, {@code needs-token} or {@code off}. */
    static final String CHANGES_HEADER = "Tourbus-Changes";

    private static final String PAGE_CLIENT = "page";
    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String PAGE = "/|/(schemas/)?[\\w.-]+\\.(html|js|css|svg|json|ico)";
    private static final String FORM = "application/x-www-form-urlencoded|multipart/form-data.*";
    private static final String API = "/api/";
    private static final String HEALTH = "/observe/health(/.*)?";
    private static final String JOLOKIA = "/observe/jolokia(/.*)?";
    private static final String FORWARDED = "forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-.*";
    private static final Set<String> TRANSPORT_HEADERS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "accept");
    private static final String BEARER = "Bearer ";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Listener listener;
    private final Access access;
    private final Optional<CommandListener> commands;
    private final SiteCheck site;

    private AccessFilter(Listener listener, Access access, Optional<CommandListener> commands) {
        this.listener = listener;
        this.access = access;
        this.commands = commands;
        this.site = new SiteCheck(listener, access.hosts());
    }

    static AccessFilter server(ServerSettings settings, Optional<CommandListener> commands) {
        return new AccessFilter(settings.server(), settings.access(), commands);
    }

    static AccessFilter management(ServerSettings settings) {
        return new AccessFilter(settings.management(), settings.access(), Optional.empty());
    }

    /** Both servers have the same rules, because they may share a port. */
    private static Need need(RoutingContext call) {
        var path = call.normalizedPath();
        if (path.matches(JOLOKIA)) {
            return Need.TOKEN;
        }
        if (!isSafe(call)) {
            return Need.CHANGE;
        }
        if (path.matches(HEALTH)) {
            return Need.STATUS;
        }
        return isPage(call) ? Need.NOTHING : Need.READ;
    }

    /** Whether a request is for a file of the page. */
    static boolean isPage(RoutingContext call) {
        return call.normalizedPath().matches(PAGE);
    }

    private static boolean isSafe(RoutingContext call) {
        return SAFE_METHODS.contains(call.request().method());
    }

    @Override
    public void handle(RoutingContext call) {
        call.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        var request = call.request();
        var need = need(call);
        if (commands.filter(listener -> listener.receives(request)).isPresent()) {
            handleCommand(call);
        } else if (!site.accepts(request)) {
            FailureHandler.respond(
                    call,
                    403,
                    "The request names another host or web site. Use the address of this server, or add the name to"
                            + " tourbus.server.allowed-hosts.");
        } else if (!hasKnownCharset(call)) {
            FailureHandler.respond(call, 415, "The charset of the request body is not supported. Use UTF-8.");
        } else if (call.normalizedPath().startsWith(API) && isForm(call)) {
            FailureHandler.respond(
                    call,
                    415,
                    "The request body has the type of a form. Send JSON with 'Content-Type: application/json'.");
        } else if (isAllowed(need, request)) {
            if (need == Need.STATUS && !isAllowed(Need.READ, request)) {
                request.params().clear().add("exposureLevel", "oneline");
            }
            if (call.normalizedPath().startsWith(API)) {
                var initiator = PAGE_CLIENT.equals(request.getHeader(CSRF_HEADER)) ? "page" : "api";
                call.response().putHeader(CHANGES_HEADER, changes(request));
                removeHeaders(call);
                request.headers().set(AdminApi.INITIATOR, initiator);
            }
            call.next();
        } else {
            refuse(call, need);
        }
    }

    /** A request to the listener of commands needs its key, and nothing else. */
    private void handleCommand(RoutingContext call) {
        if (call.normalizedPath().startsWith(API) && commands.orElseThrow().accepts(call.request())) {
            removeHeaders(call);
            call.request().headers().set(AdminApi.INITIATOR, AdminApi.COMMAND_LINE);
            call.next();
        } else {
            FailureHandler.respond(call, 401, "This address is for commands of Tourbus on the same machine.");
        }
    }

    private boolean isAllowed(Need need, HttpServerRequest request) {
        return switch (need) {
            case NOTHING, STATUS -> true;
            case READ ->
                hasToken(request, access.token()) || hasToken(request, access.readToken()) || isOpenForReading(request);
            case CHANGE ->
                hasToken(request, access.token())
                        || isOpenForChanges(request) && request.getHeader(CSRF_HEADER) != null;
            case TOKEN -> hasToken(request, access.token());
        };
    }

    private boolean isOpenForChanges(HttpServerRequest request) {
        return access.openOnLoopback() && isLocal(request);
    }

    private String changes(HttpServerRequest request) {
        if (isOpenForChanges(request) || hasToken(request, access.token())) {
            return "allowed";
        }
        return access.token().isPresent() ? "needs-token" : "off";
    }

    private boolean isOpenForReading(HttpServerRequest request) {
        return isLocal(request)
                && (access.openOnLoopback()
                        || listener.isLoopback() && access.readToken().isEmpty());
    }

    private void refuse(RoutingContext call, Need need) {
        var reading = need == Need.READ;
        if (access.token().isEmpty() && (!reading || access.readToken().isEmpty())) {
            FailureHandler.respond(call, 403, withoutToken(call.request(), need));
        } else {
            call.response().putHeader("WWW-Authenticate", "Bearer");
            FailureHandler.respond(
                    call,
                    401,
                    "The token is missing or wrong. Send %s as 'Authorization: Bearer …'."
                            .formatted(
                                    reading && access.readToken().isPresent()
                                            ? "tourbus.server.read-token"
                                            : "tourbus.server.token"));
        }
    }

    private String withoutToken(HttpServerRequest request, Need need) {
        if (need == Need.READ) {
            return "No token is configured. Set tourbus.server.read-token to allow reading over HTTP.";
        }
        return need == Need.CHANGE && isOpenForChanges(request)
                ? "The header %s is missing. Send it with any value.".formatted(CSRF_HEADER)
                : "No token is configured. Set tourbus.server.token to allow changes over HTTP.";
    }

    /** Camel would use the charset for the response. */
    private static boolean hasKnownCharset(RoutingContext call) {
        var charset = call.parsedHeaders().contentType().parameter("charset");
        return charset == null || charset.equalsIgnoreCase("utf-8");
    }

    /** Whether Camel would decode the body as a form, and not read it as JSON. */
    private static boolean isForm(RoutingContext call) {
        var headers = call.request().headers();
        return !isSafe(call)
                && call.parsedHeaders()
                        .contentType()
                        .value()
                        .toLowerCase(Locale.ROOT)
                        .matches(FORM)
                && (headers.contains("transfer-encoding")
                        || headers.contains("content-length") && !"0".equals(headers.get("content-length")));
    }

    /** Camel cannot tell a header from a query parameter with the same name. */
    private static void removeHeaders(RoutingContext call) {
        var headers = call.request().headers();
        headers.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !TRANSPORT_HEADERS.contains(name))
                .toList()
                .forEach(headers::remove);
    }

    private static boolean hasToken(HttpServerRequest request, Optional<String> token) {
        return Stream.ofNullable(request.getHeader("Authorization"))
                .filter(authorization -> authorization.startsWith(BEARER))
                .map(authorization -> authorization.substring(BEARER.length()).strip())
                .anyMatch(sent -> token.filter(
                                expected -> MessageDigest.isEqual(expected.getBytes(UTF_8), sent.getBytes(UTF_8)))
                        .isPresent());
    }

    /** Whether the client is on this machine. A proxy on this machine forwards requests of others. */
    private static boolean isLocal(HttpServerRequest request) {
        return ServerSettings.isLoopback(request.remoteAddress().hostAddress())
                && SiteCheck.isLoopbackName(request.authority().host())
                && request.headers().names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .noneMatch(name -> name.matches(FORWARDED));
    }
}
