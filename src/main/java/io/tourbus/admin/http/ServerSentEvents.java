package io.tourbus.admin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server-sent events: what there is to be said, once a second, to all who listen; nobody is asked while nobody does. */
final class ServerSentEvents implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSentEvents.class);
    private static final int MOST_LISTENERS = 100;
    private static final int MOST_UNREAD = 64 * 1024;

    private final Set<HttpServerResponse> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Vertx vertx;
    private final Supplier<?> said;

    /** @param said asked in a thread that may wait */
    ServerSentEvents(Vertx vertx, Supplier<?> said) {
        this.vertx = vertx;
        this.said = said;
        vertx.setPeriodic(1_000, tick -> tick());
    }

    @Override
    public void handle(RoutingContext call) {
        var response = call.response();
        if (listeners.size() >= MOST_LISTENERS) {
            listeners.removeIf(HttpServerResponse::writeQueueFull);
        }
        if (listeners.size() >= MOST_LISTENERS) {
            response.setStatusCode(503).end();
            return;
        }
        response.setWriteQueueMaxSize(MOST_UNREAD).setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.closeHandler(closed -> listeners.remove(response));
        response.exceptionHandler(failure -> listeners.remove(response));
        response.write(": a line a second\n\n");
        listeners.add(response);
        tick();
    }

    private void tick() {
        if (listeners.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        vertx.executeBlocking(this::event, false).onComplete(event -> {
            asking.set(false);
            if (event.succeeded()) {
                listeners.forEach(listener -> tell(listener, event.result()));
            } else {
                LOG.warn("nothing to be told reason={}", event.cause().getMessage());
            }
        });
    }

    /** Who does not read misses something: what is written waits in memory to be read. */
    private static void tell(HttpServerResponse listener, String event) {
        if (!listener.writeQueueFull()) {
            listener.write(event);
        }
    }

    private String event() throws JsonProcessingException {
        return "data: %s\n\n".formatted(mapper.writeValueAsString(said.get()));
    }
}
