package io.tourbus.redshift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The Redshift Data API. Statements run when they are described the second time, each token once. */
public final class DataApiStub implements AutoCloseable {

    static {
        // Otherwise each response waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** An error of the API. */
    public record Failure(int status, String type) {}

    private record Statement(String id, List<String> sqls) {}

    private final HttpServer server;
    private final Map<String, Statement> byToken = new LinkedHashMap<>();
    private final Map<String, Integer> described = new HashMap<>();
    private final Map<String, String> errors = new HashMap<>();
    private final Map<String, List<String>> results = new HashMap<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<String> run = new ArrayList<>();
    private final List<String> committed = new ArrayList<>();
    private Function<String, String> rows = sql -> "[]";
    private boolean loseResponse;
    private boolean hang;

    private DataApiStub(HttpServer server) {
        this.server = server;
    }

    public static DataApiStub start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var stub = new DataApiStub(server);
        server.createContext("/", stub::handle);
        server.start();
        return stub;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:%d".formatted(server.getAddress().getPort()));
    }

    synchronized void reset() {
        List.of(byToken, described, errors, results).forEach(Map::clear);
        List.of(failures, calls, requests, run, committed).forEach(Collection::clear);
        rows = sql -> "[]";
        loseResponse = false;
        hang = false;
    }

    /** The next calls fail. */
    synchronized void fail(Failure... next) {
        failures.addAll(List.of(next));
    }

    /** Statements that contain the text fail. */
    public synchronized void failStatement(String text, String error) {
        errors.put(text, error);
    }

    /** The connection breaks after the next statement was accepted. */
    synchronized void loseResponse() {
        loseResponse = true;
    }

    /** No statement ends. */
    synchronized void hang() {
        hang = true;
    }

    /** @param answer returns the rows of a query as JSON arrays of strings */
    public synchronized void answer(Function<String, String> answer) {
        rows = answer;
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    /** The statements that ran, in order; each as often as it ran. */
    public synchronized List<String> run() {
        return List.copyOf(run);
    }

    synchronized List<String> committed() {
        return List.copyOf(committed);
    }

    private synchronized void handle(HttpExchange exchange) {
        try (exchange) {
            var call = exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("RedshiftData.", "");
            var body = MAPPER.readTree(exchange.getRequestBody());
            calls.add(call);
            if (!failures.isEmpty()) {
                var failure = failures.poll();
                respond(exchange, failure.status(), Map.of("__type", failure.type(), "message", "refused"));
                return;
            }
            var response =
                    switch (call) {
                        case "ExecuteStatement", "BatchExecuteStatement" -> execute(body);
                        case "DescribeStatement" -> describe(body.get("Id").asText());
                        case "GetStatementResult" -> result(body);
                        default -> Map.of("Status", true);
                    };
            if (loseResponse) {
                loseResponse = false;
                return;
            }
            respond(exchange, 200, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> execute(JsonNode body) {
        requests.add(body);
        var sqls = new ArrayList<String>();
        body.path("Sqls").forEach(sql -> sqls.add(sql.asText()));
        if (body.has("Sql")) {
            sqls.add(body.get("Sql").asText());
        }
        var statement = byToken.computeIfAbsent(
                body.get("ClientToken").asText(), token -> new Statement("id" + byToken.size(), sqls));
        return Map.of("Id", statement.id());
    }

    private Map<String, Object> describe(String id) {
        var times = described.merge(id, 1, Integer::sum);
        if (times == 1 || hang) {
            return Map.of("Id", id, "Status", "STARTED");
        }
        var statement = byToken.values().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        List<Map<String, Object>> parts = new ArrayList<>();
        var failed = "";
        for (var sql : statement.sqls()) {
            var error = errors.entrySet().stream()
                    .filter(entry -> sql.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
            if (!failed.isEmpty()) {
                parts.add(Map.of("Id", id, "Status", "ABORTED"));
            } else if (error.isEmpty()) {
                run.add(sql);
                parts.add(Map.of("Id", id, "Status", "FINISHED"));
            } else {
                failed = error;
                parts.add(Map.of("Id", id, "Status", "FAILED", "Error", error));
            }
        }
        if (failed.isEmpty()) {
            committed.addAll(statement.sqls());
            results.put(id, statement.sqls());
            return Map.of("Id", id, "Status", "FINISHED");
        }
        Map<String, Object> response = new HashMap<>(Map.of("Id", id, "Status", "FAILED", "Error", failed));
        if (parts.size() > 1) {
            response.put("SubStatements", parts);
        }
        return response;
    }

    /** One row on each page. */
    private Map<String, Object> result(JsonNode body) throws IOException {
        var sql = results.get(body.get("Id").asText()).get(0);
        var all = MAPPER.readTree(rows.apply(sql));
        var page = body.path("NextToken").asInt(0);
        List<List<Map<String, Object>>> records = new ArrayList<>();
        if (page < all.size()) {
            List<Map<String, Object>> row = new ArrayList<>();
            all.get(page).forEach(value -> row.add(field(value)));
            records.add(row);
        }
        Map<String, Object> response = new HashMap<>(Map.of("Records", records));
        if (page + 1 < all.size()) {
            response.put("NextToken", String.valueOf(page + 1));
        }
        return response;
    }

    private static Map<String, Object> field(JsonNode value) {
        if (value.isNull()) {
            return Map.of("isNull", true);
        }
        return value.isNumber() ? Map.of("longValue", value.asLong()) : Map.of("stringValue", value.asText());
    }

    private static void respond(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
