package io.tourbus.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An HTTP server on the loopback address with little overhead, which counts its traffic. */
final class StubServer implements AutoCloseable {

    /** Handles a request whose body has been read. */
    @FunctionalInterface
    interface Handler {
        Reply handle(HttpExchange exchange, byte[] body) throws IOException;
    }

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

    private final HttpServer server;
    private final ExecutorService threads;
    private final Handler handler;
    private final Traffic traffic = new Traffic();
    private volatile long latencyMillis;

    StubServer(String name, Handler handler) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.handler = handler;
        this.threads = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Sets the minimum response time. */
    void latency(long millis) {
        latencyMillis = millis;
    }

    Traffic traffic() {
        return traffic;
    }

    private void serve(HttpExchange exchange) throws IOException {
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
            return handler.handle(exchange, body);
        } catch (IOException | RuntimeException e) {
            return Reply.json(400, "{}");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
