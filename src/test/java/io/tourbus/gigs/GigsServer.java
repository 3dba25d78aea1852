package io.tourbus.gigs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * The Gigs API: {@code /venues} and {@code /events} return {@code {"items": […], "total"}}, with {@code offset} and {@code
 * limit}. Requires the header {@code X-API-Key}.
 */
public final class GigsServer implements AutoCloseable {

    public static final String API_KEY = "gigs-key";

    private static final Map<String, List<String>> ITEMS = Map.of(
            "/venues",
            List.of(
                    "{\"id\": \"v1\", \"name\": \"Hall\", \"city\": \"Leeds\", \"country\": \"GB\"}",
                    "{\"id\": \"v2\", \"name\": \"Barn\", \"city\": \"York\", \"country\": \"GB\"}",
                    "{\"id\": \"v3\", \"name\": \"Cellar\", \"city\": \"Hull\", \"country\": \"GB\"}"),
            "/events",
            List.of(
                    "{\"id\": \"e1\", \"title\": \"One\", \"date\": \"2027-01-01\", \"venue\": \"v1\"}",
                    "{\"legacy_id\": \"e2\", \"title\": \"Two\", \"date\": \"2027-01-02\", \"venue\": \"v2\"}",
                    "{\"id\": \"e3\", \"title\": \"Three\", \"date\": \"2027-01-03\", \"venue\": \"v3\"}"));

    private final HttpServer server;
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    public GigsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The paths of all requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            requests.add(path);
            if (!API_KEY.equals(exchange.getRequestHeaders().getFirst("X-API-Key"))) {
                send(exchange, 401, "{\"error\": \"invalid API key\"}");
            } else {
                send(exchange, 200, page(ITEMS.get(path), parameters(exchange)));
            }
        }
    }

    private static String page(List<String> items, Map<String, String> parameters) {
        var page = items.stream()
                .skip(Integer.parseInt(parameters.get("offset")))
                .limit(Integer.parseInt(parameters.get("limit")))
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"items\": %s, \"total\": %d}".formatted(page, items.size());
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        return Arrays.stream(exchange.getRequestURI().getQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
