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

/** {@code openapi.json} is what Camel generates from the routes. {@code -Dtourbus.write-docs=true} writes it. */
class OpenApiTest {

    private static final Path DOCUMENT = Path.of("src/main/resources/io/tourbus/page/openapi.json");

    @Test
    void theDocumentDescribesTheRoutes() throws Exception {
        var generated = document();
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(Json.mapper().readTree(generated).path("paths")).hasSizeGreaterThan(10);
        assertThat(DOCUMENT).hasContent(generated);
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
            return Json.pretty(withoutInternals(api)) + "\n";
        }
    }

    /** Removes the address of the server, which the reader knows, and the extensions that name Camel. */
    private static OpenAPI withoutInternals(OpenAPI api) {
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> operation.setExtensions(null));
        return api.servers(null);
    }
}
