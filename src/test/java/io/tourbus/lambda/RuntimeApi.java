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

/** The side of AWS Lambda that a runtime talks to: hands out events, and takes answers. */
final class RuntimeApi implements AutoCloseable {

    private static final String VERSION = "/2018-06-01/runtime/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

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

    /** What the variable {@code AWS_LAMBDA_RUNTIME_API} has to say. */
    String address() {
        return "localhost:" + server.getAddress().getPort();
    }

    /**
     * What the function answers, or the error that it, or its start, ends with.
     *
     * @param timeout that the function is told of; it is not ended when that has passed
     */
    JsonNode invoke(String event, Duration timeout) throws IOException, InterruptedException {
        var invocation = new Invocation(
                UUID.randomUUID().toString(),
                event.getBytes("UTF-8"),
                Instant.now().plus(timeout));
        invocations.add(invocation);
        var answer = posted.poll(60, TimeUnit.SECONDS);
        if (answer == null) {
            throw new IllegalStateException("the function does not answer");
        }
        if (!answer.path().equals("invocation/%s/response".formatted(invocation.id()))) {
            throw new IllegalStateException("the function ended with %s %s".formatted(answer.path(), answer.body()));
        }
        return answer.body();
    }

    /** Waits until the function asks for an event. */
    void awaitReady() throws InterruptedException {
        if (!ready.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the function does not start");
        }
    }

    /** Whether the function has been restored from a snapshot; here it goes on in the process that it was taken of. */
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
