package io.tourbus.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** EventBridge, and a table of DynamoDB, over HTTP. */
public final class AwsStub implements AutoCloseable {

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpServer server;
    private final List<List<JsonNode>> calls = new CopyOnWriteArrayList<>();
    private final Map<String, JsonNode> items = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private volatile boolean tableDown;

    public AwsStub() throws IOException {
        // Otherwise each response waits for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Refuses events of a concert from now on. */
    public void refuse(String concert) {
        refused.add(concert);
    }

    public void accept(String concert) {
        refused.remove(concert);
    }

    public void tableDown(boolean down) {
        tableDown = down;
    }

    /** The entries of each call of PutEvents, with those that were refused. */
    public List<List<JsonNode>> calls() {
        return List.copyOf(calls);
    }

    /** The accepted events as {@code type id}. */
    public List<String> events() {
        return accepted()
                .map(entry -> entry.path("DetailType").asText() + " "
                        + detail(entry).path("concert_id").asText())
                .toList();
    }

    /** The details of the accepted events. */
    public List<JsonNode> details() {
        return accepted().map(this::detail).toList();
    }

    private Stream<JsonNode> accepted() {
        return calls.stream()
                .flatMap(List::stream)
                .filter(entry -> !entry.path("Refused").asBoolean());
    }

    private JsonNode detail(JsonNode entry) {
        try {
            return mapper.readTree(entry.path("Detail").asText());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The item of a concert. */
    public JsonNode item(String concert) {
        return items.getOrDefault(concert, mapper.missingNode());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = mapper.readTree(exchange.getRequestBody());
            var response = mapper.createObjectNode();
            var status = 200;
            switch (exchange.getRequestHeaders().getFirst("X-Amz-Target")) {
                case "AWSEvents.PutEvents" -> putEvents(request, response);
                case "DynamoDB_20120810.BatchGetItem" -> status = batchGet(request, response);
                case "DynamoDB_20120810.PutItem" -> status = put(request, response);
                default -> status = 501;
            }
            var body = response.toString().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void putEvents(JsonNode request, ObjectNode response) {
        List<JsonNode> entries = new ArrayList<>();
        var results = response.putArray("Entries");
        var failed = 0;
        for (var entry : request.path("Entries")) {
            if (refused.contains(detail(entry).path("concert_id").asText())) {
                failed++;
                results.addObject().put("ErrorCode", "ThrottlingException").put("ErrorMessage", "too many");
                ((ObjectNode) entry).put("Refused", true);
            } else {
                results.addObject().put("EventId", "id");
            }
            entries.add(entry);
        }
        response.put("FailedEntryCount", failed);
        calls.add(entries);
    }

    private int batchGet(JsonNode request, ObjectNode response) {
        if (tableDown) {
            response.put("__type", "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
            return 400;
        }
        var found = response.putObject("Responses").putArray("concerts");
        for (var key : request.at("/RequestItems/concerts/Keys")) {
            var item = items.get(key.at("/concert_id/S").asText());
            if (item != null) {
                found.add(item);
            }
        }
        response.putObject("UnprocessedKeys");
        return 200;
    }

    /** With the only condition there is. */
    private int put(JsonNode request, ObjectNode response) {
        var id = request.at("/Item/concert_id/S").asText();
        var version = request.at("/ExpressionAttributeValues/:version/N").asLong();
        if (request.path("ConditionExpression").asText().contains("#version <= :version")
                && item(id).at("/version/N").asLong(Long.MIN_VALUE) > version) {
            response.put("__type", "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException");
            return 400;
        }
        items.put(id, request.path("Item"));
        return 200;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
