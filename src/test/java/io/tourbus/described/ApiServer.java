package io.tourbus.described;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Answers requests with the result of a function, and remembers them. */
final class ApiServer implements AutoCloseable {

    /** @param parameters of the query, decoded */
    record Request(String path, Map<String, String> parameters, Map<String, String> headers) {

        String parameter(String name, String otherwise) {
            return parameters.getOrDefault(name, otherwise);
        }

        int number(String name, int otherwise) {
            return Integer.parseInt(parameter(name, String.valueOf(otherwise)));
        }
    }

    /** @param headers a value with several lines is sent as several headers */
    record Response(int status, Map<String, String> headers, String body) {

        static Response of(int status, String body) {
            return new Response(status, Map.of(), body);
        }
    }

    private final HttpServer server;
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();

    ApiServer(Function<Request, Response> api) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> serve(exchange, api));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange, Function<Request, Response> api) throws IOException {
        try (exchange) {
            var request = new Request(exchange.getRequestURI().getPath(), parameters(exchange), headers(exchange));
            requests.add(request);
            var response = api.apply(request);
            var bytes = response.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            response.headers()
                    .forEach((name, value) -> value.lines()
                            .forEach(line -> exchange.getResponseHeaders().add(name, line)));
            exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        return headers;
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        Map<String, String> parameters = new TreeMap<>();
        var query = exchange.getRequestURI().getRawQuery();
        if (query != null && !query.isEmpty()) {
            Arrays.stream(query.split("&"))
                    .map(parameter -> parameter.split("=", 2))
                    .forEach(parts ->
                            parameters.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8)));
        }
        return parameters;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
