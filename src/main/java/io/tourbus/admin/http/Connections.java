package io.tourbus.admin.http;

import io.tourbus.admin.http.ServerSettings.Limits;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the open connections of the HTTP servers, and the time in which a client must send a request. A connection above the
 * limit is answered with 503, and closed after a second.
 */
final class Connections {

    private static final Duration ABOVE_LIMIT = Duration.ofSeconds(1);

    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();
    private final Set<HttpConnection> aboveLimit = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final Vertx vertx;
    private final Limits limits;

    Connections(Vertx vertx, Limits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> closed(connection));
        if (open.incrementAndGet() > limits.connections()) {
            aboveLimit.add(connection);
            closeAfter(ABOVE_LIMIT, connection);
        } else {
            closeAfter(limits.request(), connection);
        }
    }

    private void closed(HttpConnection connection) {
        open.decrementAndGet();
        aboveLimit.remove(connection);
        cancel(connection);
    }

    /** Passes on a request whose headers have been read. Its body must arrive before the time limit of the request ends. */
    void received(HttpServerRequest request, Handler<HttpServerRequest> handler) {
        var connection = request.connection();
        if (aboveLimit.contains(connection)) {
            request.response()
                    .setStatusCode(503)
                    .putHeader("Connection", "close")
                    .putHeader("Retry-After", "10")
                    .end("Too many connections. Try again later.\n");
            return;
        }
        request.end().onSuccess(read -> cancel(connection));
        handler.handle(request);
    }

    /** Limits the time until the next request of the connection. */
    void answered(HttpServerRequest request) {
        if (request.isEnded()) {
            closeAfter(limits.idle(), request.connection());
        }
    }

    private void closeAfter(Duration time, HttpConnection connection) {
        var timer = vertx.setTimer(time.toMillis(), expired -> connection.close());
        var former = timers.put(connection, timer);
        if (former != null) {
            vertx.cancelTimer(former);
        }
    }

    private void cancel(HttpConnection connection) {
        var timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
