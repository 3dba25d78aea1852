package io.tourbus.described.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The reference in {@code docs/sources.md} is generated from {@code source.schema.json}. */
class SourcesPageTest {

    private static final Path PAGE = Path.of("docs/sources.md");
    private static final String MARKER = "<!-- The tables below are generated from source.schema.json. -->\n";

    @Test
    void theReferenceIsGenerated() throws IOException {
        var page = Files.readString(PAGE);
        var expected = page.substring(0, page.indexOf(MARKER)) + MARKER + reference();
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(PAGE, expected);
            page = expected;
        }
        assertThat(page)
                .as("generate it: ./mvnw -o test -Dtest=SourcesPageTest -Dtourbus.write-docs=true")
                .isEqualTo(expected);
    }

    private static String reference() {
        var schema = SchemaCheck.SCHEMA;
        List<String> parts = new ArrayList<>();
        parts.add(table("The file", schema));
        parts.add(alternatives("authentication"));
        parts.add(table("A setting", definition("setting")));
        parts.add(table("responses", definition("responses")));
        parts.add(table("A record type", definition("record-type")));
        parts.add(table("A field of a record type", definition("record-field")));
        parts.add(alternatives("pagination"));
        parts.add(table("An entity", definition("entity")));
        parts.add(alternatives("slices"));
        parts.add(table("A value", definition("value").path("oneOf").get(1)));
        return parts.stream().map(part -> "\n" + part).collect(Collectors.joining());
    }

    private static JsonNode definition(String name) {
        return SchemaCheck.SCHEMA.path("$defs").path(name);
    }

    private static String alternatives(String name) {
        return StreamSupport.stream(definition(name).path("oneOf").spliterator(), false)
                .map(schema ->
                        table("%s: %s".formatted(name, schema.path("title").asText()), schema))
                .collect(Collectors.joining("\n"));
    }

    private static String table(String title, JsonNode schema) {
        var required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        var rows = schema.path("properties").properties().stream()
                .map(field -> row(field.getKey(), field.getValue(), required.contains(field.getKey())))
                .collect(Collectors.joining());
        return "### %s\n\n| field | value | meaning |\n|---|---|---|\n%s".formatted(title, rows);
    }

    private static String row(String name, JsonNode field, boolean required) {
        var schema = SchemaCheck.resolve(field);
        var meaning =
                field.path("description").asText(schema.path("description").asText());
        var defaultValue =
                schema.has("default") && !schema.path("default").asText().isBlank()
                        ? " Default: `%s`.".formatted(schema.path("default").asText())
                        : "";
        return "| `%s`%s | %s | %s%s |\n"
                .formatted(name, required ? " (required)" : "", type(schema), meaning, defaultValue);
    }

    private static String type(JsonNode schema) {
        if (schema == definition("pointer")) {
            return "JSON Pointer";
        }
        if (schema == definition("value")) {
            return "[value](#a-value)";
        }
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.path("enum").spliterator(), false)
                    .map(value -> "`%s`".formatted(value.asText()))
                    .collect(Collectors.joining(", "));
        }
        if (schema.has("const")) {
            return "`%s`".formatted(schema.path("const").asText());
        }
        return switch (schema.path("type").asText()) {
            case "integer" ->
                schema.has("maximum")
                        ? "%s to %s".formatted(schema.path("minimum"), schema.path("maximum"))
                        : "whole number";
            case "boolean" -> "`true`, `false`";
            case "array" -> "list";
            case "string" -> "text";
            default -> "fields";
        };
    }
}
