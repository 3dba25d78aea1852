package io.tourbus.warehouse.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.model.Record;
import io.tourbus.warehouse.schema.ColumnType.ListOf;
import io.tourbus.warehouse.schema.ColumnType.MapOf;
import io.tourbus.warehouse.schema.ColumnType.Scalar;
import io.tourbus.warehouse.schema.ColumnType.Struct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Converts the JSON schema of a record to columns. */
final class RecordSchema {

    private static final String DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    private static final String INSTANT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$";

    private RecordSchema() {}

    /** @param name of the schema, such as {@code artist} */
    static List<Column> read(String name) {
        try (var in = Record.class.getResourceAsStream(name + ".schema.json")) {
            return columns(JsonMapper.builder().build().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Column> columns(JsonNode schema) {
        List<Column> columns = new ArrayList<>();
        schema.get("properties")
                .properties()
                .forEach(property -> columns.add(new Column(
                        property.getKey(),
                        type(property.getValue()),
                        property.getValue().get("description").asText())));
        return columns;
    }

    static ColumnType type(JsonNode schema) {
        if (schema.has("enum") || schema.has("const")) {
            return Scalar.TEXT;
        }
        return switch (typeName(schema.get("type"))) {
            case "string" -> text(schema.path("pattern").asText());
            case "boolean" -> Scalar.BOOLEAN;
            case "integer" -> Scalar.INTEGER;
            // Only coordinates have bounds; other numbers are prices.
            case "number" -> schema.has("minimum") ? Scalar.FLOAT : Scalar.DECIMAL;
            case "array" -> new ListOf(type(schema.get("items")));
            case "object" ->
                schema.has("properties")
                        ? new Struct(columns(schema))
                        : new MapOf(type(schema.get("additionalProperties")));
            default -> throw new IllegalArgumentException("The warehouse has no type for " + schema);
        };
    }

    /** A type, or a list of a type and {@code null}. */
    private static String typeName(JsonNode type) {
        return type.isArray() ? type.get(0).asText() : type.asText();
    }

    private static ColumnType text(String pattern) {
        return switch (pattern) {
            case DAY -> Scalar.DATE;
            case INSTANT -> Scalar.INSTANT;
            default -> Scalar.TEXT;
        };
    }
}
