package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.openapi.BeanConfig;
import org.apache.camel.openapi.RestOpenApiReader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/**
 * The document of the API is what Camel makes of the routes. {@code -Dtourbus.write-docs=true} writes it.
 */
class OpenApiTest {

    private static final Path DOCUMENT = Path.of("src/main/resources/io/tourbus/page/openapi.json");

    @Test
    void theDocumentSaysWhatTheRoutesDo() throws Exception {
        var said = document();
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(DOCUMENT, said);
        }

        assertThat(Json.mapper().readTree(said).path("paths")).hasSizeGreaterThan(10);
        assertThat(DOCUMENT).hasContent(said);
    }

    private static String document() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/api.camel.yaml"));
            var rests = camel.getCamelContextExtension()
                    .getContextPlugin(Model.class)
                    .getRestDefinitions();
            assertThat(rests).hasSize(1);
            var config = new BeanConfig();
            config.setVersion("3.0.3");
            config.setTitle("Tourbus");
            config.setInfo(new Info().title("Tourbus").version("1"));
            config.setBasePath("/");
            var api = new RestOpenApiReader().read(camel, rests, config, camel.getName(), camel.getClassResolver());
            return Json.pretty(ofEverybody(api)) + "\n";
        }
    }

    /** Whoever asks for the document knows where the server is, and what Camel calls itself is nobody's business. */
    private static OpenAPI ofEverybody(OpenAPI api) {
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> operation.setExtensions(null));
        return api.servers(null);
    }
}
