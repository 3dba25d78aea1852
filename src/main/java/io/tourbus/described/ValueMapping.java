package io.tourbus.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tourbus.source.page.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Computes a value of a record from an entity of the API, or from an item of a list in it. Values that are missing or do not have
 * the type of the field are {@code null}.
 *
 * @param definition a JSON Pointer, or a value as in {@code source.schema.json}
 * @param schema of the field of the record
 * @param idPrefix precedes IDs of records
 */
record ValueMapping(JsonNode definition, JsonNode schema, String idPrefix) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode TEXT = JSON.objectNode().put("type", "string");
    private static final String VALUE = "value";

    /** A kind of {@link JsonFields#repaired}. */
    private static final String UNFIT = "value of another type";

    /** A mapping whose value is text. */
    static ValueMapping text(JsonNode definition) {
        return new ValueMapping(definition, TEXT, "");
    }

    /** Mappings of the fields of an object. */
    static Map<String, ValueMapping> all(JsonNode map, Map<String, JsonNode> schemas, String idPrefix) {
        return all(map, schemas, TEXT, idPrefix);
    }

    /** @param others the schema of fields with other names */
    private static Map<String, ValueMapping> all(
            JsonNode map, Map<String, JsonNode> schemas, JsonNode others, String idPrefix) {
        Map<String, ValueMapping> mappings = new LinkedHashMap<>();
        map.properties()
                .forEach(field -> mappings.put(
                        field.getKey(),
                        new ValueMapping(field.getValue(), schemas.getOrDefault(field.getKey(), others), idPrefix)));
        return mappings;
    }

    /** @param repairs receives the kind of each value that had to be dropped */
    JsonNode apply(JsonNode entity, Consumer<String> repairs) {
        var value = evaluate(definition, entity, repairs);
        if (value.isMissingNode() || value.isNull()) {
            return NullNode.instance;
        }
        var fit = fit(value, schema, repairs);
        if (fit.isNull() && !(value.isTextual() && value.textValue().isBlank())) {
            repairs.accept(UNFIT);
        }
        return fit;
    }

    private JsonNode evaluate(JsonNode node, JsonNode entity, Consumer<String> repairs) {
        if (node.isTextual()) {
            return entity.at(node.textValue());
        }
        if (entity.at(node.path("unless").asText("/")).asBoolean(false)) {
            return MissingNode.getInstance();
        }
        for (var condition : node.path("when").properties()) {
            var actual = entity.at(condition.getKey()).asText();
            if (stream(condition.getValue()).map(JsonNode::asText).noneMatch(actual::equals)) {
                return MissingNode.getInstance();
            }
        }
        return convert(node, select(node, entity, repairs), repairs);
    }

    private JsonNode select(JsonNode node, JsonNode entity, Consumer<String> repairs) {
        if (node.has("from")) {
            return entity.at(node.get("from").textValue());
        }
        if (node.has("first")) {
            return stream(node.get("first"))
                    .map(value -> evaluate(value, entity, repairs))
                    .filter(value -> !isAbsent(value))
                    .findFirst()
                    .orElse(MissingNode.getInstance());
        }
        if (node.has("join")) {
            var text = stream(node.get("join"))
                    .map(value -> plain(evaluate(value, entity, repairs)))
                    .filter(value -> !value.isEmpty())
                    .collect(Collectors.joining(node.path("with").asText(" ")));
            return text.isEmpty() ? MissingNode.getInstance() : TextNode.valueOf(text);
        }
        return node.has("each") ? list(node, entity, repairs) : object(node.get("map"), schema, entity, repairs);
    }

    private JsonNode list(JsonNode node, JsonNode entity, Consumer<String> repairs) {
        var found = entity.at(node.get("each").textValue());
        var items = found.isObject() ? JSON.arrayNode().add(found) : found;
        if (!items.isArray()) {
            return MissingNode.getInstance();
        }
        var list = JSON.arrayNode();
        for (var item : items) {
            var value = node.has("map")
                    ? object(node.get("map"), schema.path("items"), item, repairs)
                    : evaluate(node.get("value"), item, repairs);
            if (!isAbsent(value)) {
                list.add(value);
            }
        }
        return list;
    }

    /** An object has all fields of its schema, and none without a value if the schema names no fields. */
    private JsonNode object(JsonNode map, JsonNode ofObject, JsonNode entity, Consumer<String> repairs) {
        var fields = RecordFields.ofObject(ofObject);
        var object = JSON.objectNode();
        fields.keySet().forEach(object::putNull);
        var others = ofObject.path("additionalProperties");
        all(map, fields, others.isObject() ? others : TEXT, idPrefix).forEach((name, mapping) -> {
            var value = mapping.apply(entity, repairs);
            if (!value.isNull()) {
                object.set(name, value);
            }
        });
        var empty =
                object.properties().stream().allMatch(field -> field.getValue().isNull());
        return empty ? MissingNode.getInstance() : object;
    }

    private static JsonNode convert(JsonNode node, JsonNode value, Consumer<String> repairs) {
        if (isAbsent(value)) {
            return value;
        }
        var text = plain(value);
        if (node.path("lower").asBoolean()) {
            text = text.toLowerCase(Locale.ROOT);
        }
        if (node.path("upper").asBoolean()) {
            text = text.toUpperCase(Locale.ROOT);
        }
        if (node.has("values")) {
            text = node.get("values").path(text).textValue();
        }
        if (text != null && node.has("date")) {
            text = DateFormat.of(
                            node.get("date").textValue(), node.path("pattern").textValue())
                    .convert(text);
            if (text == null) {
                repairs.accept(JsonFields.IMPOSSIBLE_DATE);
            }
        }
        if (text == null) {
            return MissingNode.getInstance();
        }
        var changed =
                node.has("lower") || node.has("upper") || node.has("values") || node.has("date") || node.has("prefix");
        return changed ? TextNode.valueOf(node.path("prefix").asText("") + text) : value;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.textValue().isBlank();
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
    }

    /** The value in the type of the field; {@code null} in JSON if it does not fit. */
    private JsonNode fit(JsonNode value, JsonNode target, Consumer<String> repairs) {
        var types = RecordFields.types(target);
        var field = new JsonFields(JSON.objectNode().set(VALUE, value), repairs);
        if (types.contains("array")) {
            return value.isArray() ? items(value, target.path("items"), repairs) : NullNode.instance;
        }
        if (types.contains("object")) {
            return value.isObject() ? value : NullNode.instance;
        }
        if (types.contains("boolean")) {
            return value.isBoolean() ? value : NullNode.instance;
        }
        if (types.contains("integer")) {
            var number = field.whole(VALUE);
            return number != null && within(number.doubleValue(), target) ? JSON.numberNode(number) : NullNode.instance;
        }
        if (types.contains("number")) {
            var number = field.decimal(VALUE);
            return number != null && within(number.doubleValue(), target) ? JSON.numberNode(number) : NullNode.instance;
        }
        return text(value.isNumber() ? TextNode.valueOf(value.asText()) : value, target, repairs);
    }

    private JsonNode text(JsonNode value, JsonNode target, Consumer<String> repairs) {
        var text = new JsonFields(JSON.objectNode().set(VALUE, value), repairs).longText(VALUE);
        if (text == null) {
            return NullNode.instance;
        }
        var full = RecordFields.isReference(target) ? recordId(idPrefix, text) : text;
        var values = RecordFields.values(target);
        var allowed = values.isEmpty() ? full.matches(target.path("pattern").asText("(?s).*")) : values.contains(full);
        return allowed ? TextNode.valueOf(full) : NullNode.instance;
    }

    /** Links of other sources to artists of MusicBrainz, whose IDs are UUIDs, are in lower case. */
    static String recordId(String idPrefix, String id) {
        return idPrefix + (idPrefix.equals("musicbrainz_") ? id.toLowerCase(Locale.ROOT) : id);
    }

    private JsonNode items(JsonNode list, JsonNode target, Consumer<String> repairs) {
        var fit = JSON.arrayNode();
        for (var item : list) {
            var value = item.isObject() && RecordFields.types(target).contains("object")
                    ? item
                    : fit(item, target, repairs);
            if (!value.isNull()) {
                fit.add(value);
            }
        }
        return fit;
    }

    private static boolean within(double number, JsonNode target) {
        return number >= target.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                && number <= target.path("maximum").asDouble(Double.POSITIVE_INFINITY);
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** The pointers in a definition, with those of lists before those of their items. */
    static List<JsonPointer> pointers(JsonNode definition, JsonPointer base) {
        if (definition.isTextual()) {
            return List.of(base.append(JsonPointer.compile(definition.textValue())));
        }
        List<JsonPointer> all = new ArrayList<>();
        for (var field : List.of("from", "unless")) {
            if (definition.has(field)) {
                all.addAll(pointers(definition.get(field), base));
            }
        }
        definition.path("when").fieldNames().forEachRemaining(name -> all.add(base.append(JsonPointer.compile(name))));
        definition.path("first").forEach(value -> all.addAll(pointers(value, base)));
        definition.path("join").forEach(value -> all.addAll(pointers(value, base)));
        var inner = definition.has("each")
                ? base.append(JsonPointer.compile(definition.get("each").textValue()))
                        .appendProperty("*")
                : base;
        if (definition.has("value")) {
            all.addAll(pointers(definition.get("value"), inner));
        }
        definition.path("map").forEach(value -> all.addAll(pointers(value, inner)));
        return all;
    }
}
