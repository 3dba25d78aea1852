package io.tourbus.bench;

import com.sun.net.httpserver.HttpExchange;
import io.tourbus.sandbox.server.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A {@link LoopbackServer} with little overhead, which counts its traffic. */
abstract class StubServer extends LoopbackServer {

    /** An HTTP reply. @param parts the parts of the body in order */
    record Reply(int status, Map<String, String> headers, List<byte[]> parts) {

        static Reply json(int status, String body) {
            return new Reply(
                    status, Map.of("Content-Type", "application/json"), List.of(body.getBytes(StandardCharsets.UTF_8)));
        }

        long length() {
            return parts.stream().mapToLong(part -> part.length).sum();
        }
    }

    private final Traffic traffic = new Traffic();
    private volatile long latencyMillis;

    StubServer(String name) throws IOException {
        super(name, 0);
    }

    /** Answers a request whose body has been read. An exception becomes status 400. */
    abstract Reply handle(HttpExchange exchange, byte[] body) throws IOException;

    /** Sets the minimum response time. */
    void latency(long millis) {
        latencyMillis = millis;
    }

    Traffic traffic() {
        return traffic;
    }

    @Override
    protected void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var reply = answer(exchange, body);
            var length = reply.length();
            await(latencyMillis);
            traffic.add(body.length, length, reply.status());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
            for (var part : reply.parts()) {
                exchange.getResponseBody().write(part);
            }
        }
    }

    private static void await(long millis) {
        if (millis > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private Reply answer(HttpExchange exchange, byte[] body) {
        try {
            return handle(exchange, body);
        } catch (IOException | RuntimeException e) {
            return Reply.json(400, "{}");
        }
    }
}
