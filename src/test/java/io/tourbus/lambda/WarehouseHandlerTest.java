package io.tourbus.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.sandbox.lake.LakeServer;
import io.tourbus.warehouse.TestLake;
import io.tourbus.warehouse.WarehouseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The function that builds the warehouse, on a lake in a folder. */
class WarehouseHandlerTest {

    @TempDir
    private Path folder;

    @Test
    void appliesWhatIsNew() throws IOException {
        writeRun();

        var first = handle("lake");
        var second = handle("lake");

        assertThat(first.path("objects").asInt()).isEqualTo(1);
        assertThat(first.path("tables"))
                .anyMatch(table -> table.path("table").asText().equals("artists")
                        && table.path("rows").asInt() == 1);
        assertThat(first.path("rules")).isNotEmpty();
        assertThat(second.path("objects").asInt()).isZero();
        assertThat(second.has("rules")).isFalse();
    }

    @Test
    void theCatalogCanBeGlue() throws IOException {
        try (var glue = new GlueStub();
                var s3 = new LakeServer(folder.resolve("s3"), 0)) {
            s3.createBucket("tables");
            var properties = Map.of(
                    "aws.endpointUrlGlue", glue.address(),
                    "aws.endpointUrlS3", s3.endpoint().toString(),
                    "aws.accessKeyId", "a",
                    "aws.secretAccessKey", "b",
                    "aws.region", "us-east-1");
            properties.forEach(System::setProperty);
            try {
                var settings = Map.of(
                        "TOURBUS_WAREHOUSE_CATALOG", "glue", "TOURBUS_WAREHOUSE_LOCATION", "s3://tables/warehouse");
                writeRun();

                var first = handle("lake", settings);
                var second = handle("lake", settings);

                assertThat(first.path("objects").asInt()).isEqualTo(1);
                assertThat(second.path("objects").asInt()).isZero();
                assertThat(glue.tables()).contains("artists", "loads");
                assertThat(Files.readString(Path.of("deploy/aws/warehouse.yaml")))
                        .contains(glue.calls().stream().map("- glue:"::concat).toList());
            } finally {
                properties.keySet().forEach(System::clearProperty);
            }
        }
    }

    @Test
    void aFailedBuildFailsTheInvocation() {
        assertThatThrownBy(() -> handle("none")).isInstanceOf(WarehouseException.class);
    }

    private void writeRun() throws IOException {
        var lake = new TestLake(Files.createDirectory(folder.resolve("lake")));
        lake.write("artists", "r1", "s", List.of(TestLake.artist("a1", "2026-11-28T02:00:00Z", "r1", "s", 50)));
        lake.manifest("r1");
    }

    private JsonNode handle(String lake) throws IOException {
        return handle(lake, Map.of());
    }

    private JsonNode handle(String lake, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("TOURBUS_WAREHOUSE_LAKE_FOLDER", folder.resolve(lake).toString());
        environment.put("TOURBUS_STATE_FOLDER", folder.resolve("state").toString());
        var output = new ByteArrayOutputStream();
        new WarehouseHandler(environment)
                .handleRequest(new ByteArrayInputStream("{\"source\": \"aws.s3\"}".getBytes(UTF_8)), output, null);
        return new ObjectMapper().readTree(output.toByteArray());
    }
}
