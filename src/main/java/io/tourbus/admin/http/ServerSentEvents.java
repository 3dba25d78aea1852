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

/** Sends an event to all connected clients every second. Without clients, it does not create events. */
final class ServerSentEvents implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSentEvents.class);
    private static final int MAX_CLIENTS = 100;
    private static final int MAX_UNREAD_BYTES = 64 * 1024;

    private final Set<HttpServerResponse> clients = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Vertx vertx;
    private final Supplier<?> events;

    /** @param events is called on a worker thread, so that it may block */
    ServerSentEvents(Vertx vertx, Supplier<?> events) {
        this.vertx = vertx;
        this.events = events;
        vertx.setPeriodic(1_000, tick -> tick());
    }

    @Override
    public void handle(RoutingContext call) {
        var response = call.response();
        if (clients.size() >= MAX_CLIENTS) {
            clients.removeIf(HttpServerResponse::writeQueueFull);
        }
        if (clients.size() >= MAX_CLIENTS) {
            FailureHandler.respond(
                    call, 503, "Too many clients receive events. Close other pages, or try again later.");
            return;
        }
        response.setWriteQueueMaxSize(MAX_UNREAD_BYTES).setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.closeHandler(closed -> clients.remove(response));
        response.exceptionHandler(failure -> clients.remove(response));
        response.write(": one event per second\n\n");
        clients.add(response);
        tick();
    }

    private void tick() {
        if (clients.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        vertx.executeBlocking(this::event, false).onComplete(event -> {
            busy.set(false);
            if (event.succeeded()) {
                clients.forEach(client -> send(client, event.result()));
            } else {
                LOG.warn("no event sent reason={}", event.cause().getMessage());
            }
        });
    }

    /** Skips clients that do not read, because unread events stay in memory. */
    private static void send(HttpServerResponse client, String event) {
        if (!client.writeQueueFull()) {
            client.write(event);
        }
    }

    private String event() throws JsonProcessingException {
        return "data: %s\n\n".formatted(mapper.writeValueAsString(events.get()));
    }
}
