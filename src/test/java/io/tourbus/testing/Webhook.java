package io.tourbus.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Receives alerts over HTTP. */
public final class Webhook implements AutoCloseable {

    /** The secret part of the address. */
    public static final String SECRET = "T0RBUS-hush-hush";

    private final HttpServer server;
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile boolean hanging;

    public Webhook() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/services/" + SECRET, this::answer);
        server.start();
    }

    /** The value of the setting. */
    public String address() {
        return "http://127.0.0.1:%d/services/%s?sig=1"
                .formatted(server.getAddress().getPort(), SECRET);
    }

    /** Responds with this status from now on. */
    public void answerWith(int other) {
        status = other;
    }

    /** Does not respond from now on. */
    public void hang(boolean now) {
        hanging = now;
    }

    /** All accepted alerts, in order. */
    public List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    /** The accepted alerts of a job. */
    public List<JsonNode> taken(String job) {
        return taken.stream()
                .filter(alert -> alert.path("job").asText().equals(job))
                .toList();
    }

    /** The causes of the accepted alerts of a job. */
    public List<String> causes(String job) {
        return taken(job).stream().map(alert -> alert.path("alert").asText()).toList();
    }

    /** The headers of the accepted alerts. */
    public List<Map<String, List<String>>> headers() {
        return List.copyOf(headers);
    }

    /** The number of requests. */
    public int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            var body = exchange.getRequestBody().readAllBytes();
            if (hanging) {
                closing.await();
            }
            if (status == 200) {
                headers.add(Map.copyOf(exchange.getRequestHeaders()));
                taken.add(new ObjectMapper().readTree(new String(body, UTF_8)));
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
