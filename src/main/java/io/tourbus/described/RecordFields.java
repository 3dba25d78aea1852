package io.tourbus.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.model.Entity;
import io.tourbus.model.Record;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * The fields of a kind of record, from its JSON schema.
 *
 * @param key the field with the ID of the record
 * @param all the schemas of the other fields by name, in the order of the record
 */
record RecordFields(String key, Map<String, JsonNode> all) {

    /** The fields of each record that Tourbus sets. */
    static final List<String> RESERVED = List.of(
            "id", "data_type", "source", "ingestion_timestamp", "run_id", "slice", "schema_version", "record_hash");

    /** The pattern of the ID of a record, with its source. */
    private static final String REFERENCE = "^[a-z][a-z0-9-]*_.+$";

    private static final List<String> KEYS = List.of("artist_id", "track_id", "venue_id", "concert_id");
    private static final Map<Entity, RecordFields> BY_KIND = new TreeMap<>();

    static {
        for (var kind : Entity.standard()) {
            BY_KIND.put(kind, read(kind));
        }
    }

    static RecordFields of(Entity kind) {
        return BY_KIND.get(kind);
    }

    private static RecordFields read(Entity kind) {
        var name = kind.recordFolder().replaceFirst("s$", "");
        try (var in = Record.class.getResourceAsStream(name + ".schema.json")) {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            for (var field : new ObjectMapper().readTree(in).path("properties").properties()) {
                // The fields from here on describe where the record comes from.
                if (field.getKey().equals("data_type")) {
                    break;
                }
                fields.put(field.getKey(), field.getValue());
            }
            fields.remove(name + "_id");
            return new RecordFields(name + "_id", Collections.unmodifiableMap(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a record type that a description defines. Each field can be null. A field with the name of a key is a reference. */
    static RecordFields ofType(ObjectNode properties) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        properties.properties().forEach(field -> {
            ObjectNode schema = field.getValue().deepCopy();
            if (KEYS.contains(field.getKey())) {
                schema.put("pattern", REFERENCE);
            }
            fields.put(field.getKey(), schema.putNull("default"));
        });
        return new RecordFields("id", Collections.unmodifiableMap(fields));
    }

    /** The fields of an object. */
    static Map<String, JsonNode> ofObject(JsonNode schema) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** The types that a field allows; empty if it has a list of values. */
    static List<String> types(JsonNode schema) {
        var type = schema.path("type");
        return type.isTextual()
                ? List.of(type.asText())
                : StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
    }

    static boolean nullable(JsonNode schema) {
        return schema.has("default")
                || types(schema).contains("null")
                || StreamSupport.stream(schema.path("enum").spliterator(), false)
                        .anyMatch(JsonNode::isNull);
    }

    /** The values that a field allows; empty for all. */
    static List<String> values(JsonNode schema) {
        List<String> values = new ArrayList<>();
        schema.path("enum").forEach(value -> {
            if (!value.isNull()) {
                values.add(value.asText());
            }
        });
        return values;
    }

    /** Whether a field contains the ID of a record. */
    static boolean isReference(JsonNode schema) {
        return schema.path("pattern").asText("").startsWith(REFERENCE);
    }
}
