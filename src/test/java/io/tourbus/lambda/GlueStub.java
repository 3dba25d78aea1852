package io.tourbus.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The part of AWS Glue's catalog that Iceberg uses, over HTTP. */
final class GlueStub implements AutoCloseable {

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpServer server;
    private final Set<String> databases = new TreeSet<>();
    private final Map<String, ObjectNode> tables = new TreeMap<>();
    private final Set<String> calls = new TreeSet<>();

    GlueStub() throws IOException {
        // Otherwise each response waits for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized List<String> tables() {
        return List.copyOf(tables.keySet());
    }

    /** The operations that were called. */
    synchronized Set<String> calls() {
        return Set.copyOf(calls);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = mapper.readTree(exchange.getRequestBody());
            var operation =
                    exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("AWSGlue.", "");
            calls.add(operation);
            var response = mapper.createObjectNode();
            var error = respond(operation, request, response);
            if (!error.isEmpty()) {
                response.put("__type", error).put("Message", error);
            }
            var body = response.toString().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(error.isEmpty() ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String respond(String operation, JsonNode request, ObjectNode response) {
        var table = request.path("Name").asText();
        return switch (operation) {
            case "GetDatabase" -> {
                response.putObject("Database").put("Name", table);
                yield databases.contains(table) ? "" : "EntityNotFoundException";
            }
            case "CreateDatabase" ->
                databases.add(request.at("/DatabaseInput/Name").asText()) ? "" : "AlreadyExistsException";
            case "GetTable" -> {
                response.set("Table", tables.get(table));
                yield tables.containsKey(table) ? "" : "EntityNotFoundException";
            }
            case "CreateTable" ->
                tables.containsKey(request.at("/TableInput/Name").asText()) ? "AlreadyExistsException" : put(request);
            case "UpdateTable" ->
                request.path("VersionId")
                                .asText()
                                .equals(tables.get(
                                                request.at("/TableInput/Name").asText())
                                        .path("VersionId")
                                        .asText())
                        ? put(request)
                        : "ConcurrentModificationException";
            default -> "InvalidInputException";
        };
    }

    private String put(JsonNode request) {
        var table = (ObjectNode) request.path("TableInput").deepCopy();
        var name = table.path("Name").asText();
        var version =
                tables.containsKey(name) ? tables.get(name).path("VersionId").asInt() + 1 : 0;
        table.put("DatabaseName", request.path("DatabaseName").asText()).put("VersionId", String.valueOf(version));
        tables.put(name, table);
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
