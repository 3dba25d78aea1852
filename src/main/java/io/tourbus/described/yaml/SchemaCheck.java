package io.tourbus.described.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Checks a description against {@code source.schema.json}, and adds the defaults. It knows the part of JSON Schema that this
 * schema uses, and names the line and the closest allowed value, which libraries for JSON Schema do not.
 */
public final class SchemaCheck {

    static final JsonNode SCHEMA = load();

    private final Problems problems;

    public SchemaCheck(Problems problems) {
        this.problems = problems;
    }

    private static JsonNode load() {
        try (var in = SchemaCheck.class.getResourceAsStream("source.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void check(JsonNode document) {
        check(document, SCHEMA, "");
    }

    /** The schema that a reference refers to, or the schema itself. */
    static JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? SCHEMA.at(schema.get("$ref").textValue().substring(1)) : schema;
    }

    private void check(JsonNode value, JsonNode reference, String path) {
        var schema = resolve(reference);
        if (schema.has("oneOf")) {
            oneOf(value, schema.get("oneOf"), path);
        } else if (schema.has("enum") || schema.has("const")) {
            var allowed = allowed(schema);
            if (!value.isValueNode() || !allowed.contains(value.asText())) {
                problems.invalid(path, text(value), allowed);
            }
        } else {
            switch (schema.path("type").asText()) {
                case "object" -> object(value, schema, path);
                case "array" -> array(value, schema, path);
                case "integer" -> integer(value, schema, path);
                case "boolean" -> require(value.isBoolean(), value, path, "true or false");
                default -> string(value, schema, path);
            }
        }
    }

    private static List<String> allowed(JsonNode schema) {
        return schema.has("const")
                ? List.of(schema.get("const").asText())
                : stream(schema.get("enum")).map(JsonNode::asText).toList();
    }

    /** Chooses the alternative by the field {@code kind}, or else by the type of the value. */
    private void oneOf(JsonNode value, JsonNode alternatives, String path) {
        var all = stream(alternatives).map(SchemaCheck::resolve).toList();
        var kinds = all.stream()
                .map(schema -> schema.at("/properties/kind/const").asText(""))
                .filter(kind -> !kind.isEmpty())
                .toList();
        if (!kinds.isEmpty()) {
            ofKind(value, all, kinds, path);
            return;
        }
        all.stream()
                .filter(schema -> schema.has("oneOf")
                        ? value.isObject()
                        : schema.path("type").asText().equals(typeOf(value)))
                .findFirst()
                .ifPresentOrElse(
                        schema -> check(value, schema, path),
                        () -> require(false, value, path, "one of the forms in docs/sources.md"));
    }

    private void ofKind(JsonNode value, List<JsonNode> all, List<String> kinds, String path) {
        var kind = value.path("kind").asText("");
        if (!value.isObject() || kind.isEmpty()) {
            problems.add(path, "%s has no kind. Use kind: %s.".formatted(path, String.join(", ", kinds)));
        } else if (!kinds.contains(kind)) {
            problems.invalid(YamlDocument.child(path, "kind"), kind, kinds);
        } else {
            check(value, all.get(kinds.indexOf(kind)), path);
        }
    }

    private static String typeOf(JsonNode value) {
        return value.isObject() ? "object" : value.isArray() ? "array" : "string";
    }

    private void object(JsonNode value, JsonNode schema, String path) {
        if (!(value instanceof ObjectNode object)) {
            require(false, value, path, "fields and values");
            return;
        }
        if (object.size() < schema.path("minProperties").asInt(0)) {
            problems.add(path, "%s is empty. Add a field.".formatted(path));
        }
        var known = schema.path("properties");
        for (var required : schema.path("required")) {
            if (!object.has(required.asText())) {
                problems.add(path, "%s is missing.".formatted(YamlDocument.child(path, required.asText())));
            }
        }
        var names = new ArrayList<String>();
        known.fieldNames().forEachRemaining(names::add);
        for (var field : List.copyOf(object.properties())) {
            var name = field.getKey();
            var child = YamlDocument.child(path, name);
            if (known.has(name)) {
                check(field.getValue(), known.get(name), child);
            } else if (!schema.path("additionalProperties").isObject()) {
                problems.unknown(child, "field", child, names);
            } else if (!name.matches(schema.at("/propertyNames/pattern").asText(".*"))) {
                problems.add(child, "%s is not a valid name.".formatted(child));
            } else {
                check(field.getValue(), schema.get("additionalProperties"), child);
            }
        }
        known.properties().stream()
                .filter(property -> !object.has(property.getKey()))
                .forEach(property -> addDefault(object, property.getKey(), resolve(property.getValue())));
    }

    private static void addDefault(ObjectNode object, String name, JsonNode schema) {
        if (schema.has("default")) {
            object.set(name, schema.get("default"));
        }
    }

    private void array(JsonNode value, JsonNode schema, String path) {
        if (!value.isArray() || value.size() < schema.path("minItems").asInt(0)) {
            require(false, value, path, "a list");
            return;
        }
        for (var i = 0; i < value.size(); i++) {
            check(value.get(i), schema.get("items"), YamlDocument.child(path, String.valueOf(i)));
        }
    }

    private void integer(JsonNode value, JsonNode schema, String path) {
        var min = schema.path("minimum").asLong(0);
        var max = schema.path("maximum").asLong(Integer.MAX_VALUE);
        require(
                value.isInt() && value.asLong() >= min && value.asLong() <= max,
                value,
                path,
                "a whole number from %d to %d".formatted(min, max));
    }

    private void string(JsonNode value, JsonNode schema, String path) {
        if (!value.isValueNode() || value.isNull()) {
            require(false, value, path, "a text");
        } else if (!value.asText().matches(schema.path("pattern").asText("(?s).*"))) {
            require(false, value, path, expected(schema));
        }
    }

    private static String expected(JsonNode schema) {
        return schema.has("examples")
                ? "a value such as " + schema.at("/examples/0").asText()
                : "a text of the form " + schema.path("pattern").asText();
    }

    private void require(boolean valid, JsonNode value, String path, String expected) {
        if (!valid) {
            problems.add(path, "%s is not valid: '%s'. Use %s.".formatted(path, text(value), expected));
        }
    }

    /** An address can contain a password. */
    private static String text(JsonNode value) {
        var text = value.isArray() ? "a list" : "fields";
        return value.isValueNode() ? value.asText().replaceFirst("//[^/@]*@", "//***@") : text;
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
