package io.tourbus.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A local Lambda runtime API, which sends events to a function and receives its responses. */
final class RuntimeApi implements AutoCloseable {

    private static final String VERSION = "/2018-06-01/runtime/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A function starts in a few seconds, but not beside other builds. */
    private static final int PATIENCE_SECONDS = 180;

    private record Invocation(String id, byte[] event, Instant deadline) {}

    private record Posted(String path, JsonNode body) {}

    private final BlockingQueue<Invocation> invocations = new LinkedBlockingQueue<>();
    private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch restored = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(VERSION, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** The value for the variable {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "localhost:" + server.getAddress().getPort();
    }

    /**
     * Sends an event and returns the response.
     *
     * @param timeout the remaining time that the function sees; it is not enforced
     * @throws IllegalStateException if the function does not respond, or fails
     */
    JsonNode invoke(String event, Duration timeout) throws IOException, InterruptedException {
        var invocation = new Invocation(
                UUID.randomUUID().toString(),
                event.getBytes("UTF-8"),
                Instant.now().plus(timeout));
        invocations.add(invocation);
        var response = posted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (response == null) {
            throw new IllegalStateException("the function does not respond");
        }
        if (!response.path().equals("invocation/%s/response".formatted(invocation.id()))) {
            throw new IllegalStateException(
                    "the function ended with %s %s".formatted(response.path(), response.body()));
        }
        return response.body();
    }

    /** Waits until the function requests an event. */
    void awaitReady() throws InterruptedException {
        if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the function does not start");
        }
    }

    /** Whether the function was restored from a snapshot. Here it continues in the same process. */
    boolean restored() {
        return restored.getCount() == 0;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().substring(VERSION.length());
            if (path.equals("invocation/next")) {
                next(exchange);
            } else if (path.equals("restore/next")) {
                restored.countDown();
                exchange.sendResponseHeaders(200, -1);
            } else {
                posted.add(new Posted(path, MAPPER.readTree(exchange.getRequestBody())));
                exchange.sendResponseHeaders(202, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        ready.countDown();
        var invocation = invocations.take();
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                String.valueOf(invocation.deadline().toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:tourbus");
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
        exchange.sendResponseHeaders(200, invocation.event().length);
        exchange.getResponseBody().write(invocation.event());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
