package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code openapi.json} is generated from the routes and the Java types. {@code -Dtourbus.write-docs=true} writes it. */
class OpenApiTest {

    private static final Path DOCUMENT = Path.of("src/main/resources/io/tourbus/page/openapi.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static JsonNode document;

    @BeforeAll
    static void generate() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/api.camel.yaml"));
            var rests = camel.getCamelContextExtension()
                    .getContextPlugin(Model.class)
                    .getRestDefinitions();
            assertThat(rests).hasSize(1);
            document = new OpenApiDocument(rests.get(0)).generate();
        }
    }

    @Test
    void theDocumentDescribesTheRoutes() throws Exception {
        var generated = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(document.path("paths")).hasSizeGreaterThan(20);
        assertThat(DOCUMENT).hasContent(generated);
    }

    @Test
    void allReferencesExist() {
        assertThat(document.findValuesAsText("$ref"))
                .hasSizeGreaterThan(50)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    /** An operation that changes something needs the write token. */
    @Test
    void operationsNameTheirTokens() {
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                var schemes = StreamSupport.stream(
                                operation.getValue().path("security").spliterator(), false)
                        .flatMap(scheme -> scheme.properties().stream())
                        .map(java.util.Map.Entry::getKey);
                if (operation.getKey().equals("post")) {
                    assertThat(schemes).as(path.getKey()).containsExactly("writeToken");
                } else {
                    assertThat(schemes).as(path.getKey()).containsExactly("writeToken", "readToken");
                }
            }
        }
    }
}
