package io.tourbus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Record;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code docs/record-fields.md} is generated from the schemas of the records. */
class RecordFieldsPageTest {

    private static final Path PAGE = Path.of("docs/record-fields.md");
    private static final String COMMAND = "./mvnw -o test -Dtest=RecordFieldsPageTest -Dtourbus.write-docs=true";

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void thePageIsGenerated() throws IOException {
        var page = new StringBuilder("""
                # Record fields

                This page is generated from the schemas of the records. [Records](records.md) explains the rules. Fields of lists and
                objects are written as `list[].field` and `object.field`. *Source field* is the field of the API, relative to the
                entity or list item.
                """);
        for (var name : List.of("concert", "venue", "artist", "track")) {
            var schema = mapper.readTree(Record.class.getResourceAsStream(name + ".schema.json"));
            page.append("\n## %s\n\n%s\n\n"
                    .formatted(
                            schema.path("title").asText(),
                            schema.path("description").asText()));
            page.append("| field | type | meaning | source field |\n|---|---|---|---|\n");
            rows(page, schema, "");
        }
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).as("generate it: " + COMMAND).isEqualTo(page.toString());
    }

    private static void rows(StringBuilder page, JsonNode schema, String prefix) {
        schema.path("properties").properties().forEach(field -> {
            var definition = field.getValue();
            var source = definition.path("x-source").asText();
            page.append("| `%s%s` | %s | %s | %s |\n"
                    .formatted(
                            prefix,
                            field.getKey(),
                            type(definition),
                            definition.path("description").asText(),
                            source.isEmpty() ? "" : "`" + source + "`"));
            rows(page, definition.path("items"), prefix + field.getKey() + "[].");
        });
    }

    private static String type(JsonNode definition) {
        if (definition.has("enum")) {
            return texts(definition.path("enum"), "`%s`");
        }
        if (definition.has("const")) {
            return "`%s`".formatted(definition.path("const").asText());
        }
        var type = definition.path("type");
        return type.isArray() ? texts(type, "%s") : type.asText();
    }

    private static String texts(JsonNode list, String format) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(list.elements(), 0), false)
                .map(value -> value.isNull() ? "null" : value.asText())
                .map(value -> value.equals("null") ? value : format.formatted(value))
                .collect(Collectors.joining(", "));
    }
}
