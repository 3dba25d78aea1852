package io.tourbus.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Compares responses with the schemas of the OpenAPI document. A field or status that is not documented is a difference as well. */
final class ApiSchemas {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode paths;
    private final ObjectNode components;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<String> differences = new ConcurrentSkipListSet<>();
    private final Set<String> successful = new ConcurrentSkipListSet<>();

    ApiSchemas(JsonNode document) {
        paths = document.path("paths");
        components = document.path("components").deepCopy();
        components.path("schemas").forEach(ApiSchemas::forbidOtherFields);
    }

    private static void forbidOtherFields(JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
    }

    /** What was not as documented, a line for each operation, status and place. */
    Collection<String> differences() {
        return differences;
    }

    /** The operations that have not responded with success. */
    Collection<String> missing() {
        return paths.properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .filter(operation -> !successful.contains(operation))
                .toList();
    }

    void check(String method, String path, int status, String body) {
        var template = template(path);
        if (template.isEmpty()) {
            differences.add("%s %s is not documented".formatted(method, path));
            return;
        }
        var operation = "%s %s".formatted(method, template.get());
        var response = resolved(paths.path(template.get())
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(String.valueOf(status)));
        var schema = response.path("content").findValue("schema");
        if (schema == null) {
            differences.add("%s: status %d is not documented: %s".formatted(operation, status, body));
            return;
        }
        if (status < 300) {
            successful.add(operation);
        }
        schemas.computeIfAbsent(schema, this::compile)
                .validate(tree(body))
                .forEach(error -> differences.add("%s %d %s: %s"
                        .formatted(
                                operation,
                                status,
                                error.getInstanceLocation().toString().replaceAll("\\d+", "*"),
                                error.getMessage())));
    }

    /** The documented path that a path matches, rather one without parameters. */
    private Optional<String> template(String path) {
        var named = Stream.of(path.replaceFirst("\\?.*", "")).filter(paths::has).findFirst();
        return named.or(() -> paths.properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> path.matches(template.replaceAll("\\{[^}]*}", "[^/?]+") + "(\\?.*)?"))
                .findFirst());
    }

    private JsonNode resolved(JsonNode response) {
        var reference = response.path("$ref").asText();
        return reference.isEmpty() ? response : components.at(reference.substring("#/components".length()));
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        return registry.getSchema(whole.set("components", components));
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }
}
