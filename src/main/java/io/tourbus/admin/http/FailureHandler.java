package io.tourbus.admin.http;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Responds to requests that fail before they reach a route, or for which there is none, with one line of JSON. */
final class FailureHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
    private static final Map<Integer, String> ERRORS = Map.of(
            400, "The request is not valid. See /openapi.json.",
            404, "There is nothing at this address. See /openapi.json.",
            405, "This address does not support this method. See /openapi.json.",
            406, "The response is JSON. Send 'Accept: application/json', or no such header.",
            413, "The request body is larger than 64 KiB. No operation needs more.",
            415, "The request body has an unsupported type. Send JSON.");

    private static final Set<HttpMethod> KNOWN_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);

    @Override
    public void handle(RoutingContext call) {
        var status = call.statusCode();
        if (call.response().closed()) { // the client has disconnected
            return;
        }
        if (call.response().headWritten()) {
            call.response().reset();
        } else if (isUnreadable(call)) {
            respond(call, 400);
        } else if (status >= 400 && status < 500) {
            respond(call, status);
        } else {
            LOG.error("request failed path={}", call.normalizedPath(), call.failure());
            respond(call, 500, "Tourbus could not process the request. The reason is in its log.");
        }
    }

    /** Whether the body of the request breaks the rules of HTTP. */
    private static boolean isUnreadable(RoutingContext call) {
        return !call.request().isEnded()
                && (call.failure() instanceof IllegalArgumentException || call.failure() instanceof DecoderException);
    }

    static void respond(RoutingContext call, int status, String error) {
        call.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("error", error).encode())
                .onComplete(end -> closeUnlessRead(call.request()));
    }

    /** Does not wait for the rest of a body that nobody reads. */
    private static void closeUnlessRead(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.connection().close();
        }
    }

    /** Responds to a request for which there is no route. */
    static void notFound(RoutingContext call) {
        respond(call, KNOWN_METHODS.contains(call.request().method()) ? 404 : 405);
    }

    static void respond(RoutingContext call, int status) {
        respond(call, status, ERRORS.getOrDefault(status, ERRORS.get(400)));
    }
}
