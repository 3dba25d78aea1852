package io.tourbus.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.warehouse.TestLake;
import io.tourbus.warehouse.WarehouseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        var lake = new TestLake(Files.createDirectory(folder.resolve("lake")));
        lake.write("artists", "r1", "s", List.of(TestLake.artist("a1", "2026-11-28T02:00:00Z", "r1", "s", 50)));
        lake.manifest("r1");

        var first = handle("lake");
        var second = handle("lake");

        assertThat(first.path("objects").asInt()).isEqualTo(1);
        assertThat(first.path("tables"))
                .anyMatch(table -> table.path("table").asText().equals("artists")
                        && table.path("rows").asInt() == 1);
        assertThat(second.path("objects").asInt()).isZero();
    }

    @Test
    void aFailedBuildFailsTheInvocation() {
        assertThatThrownBy(() -> handle("none")).isInstanceOf(WarehouseException.class);
    }

    private JsonNode handle(String lake) throws IOException {
        var output = new ByteArrayOutputStream();
        new WarehouseHandler(Map.of(
                        "TOURBUS_WAREHOUSE_LAKE_FOLDER",
                        folder.resolve(lake).toString(),
                        "TOURBUS_STATE_FOLDER",
                        folder.resolve("state").toString()))
                .handleRequest(new ByteArrayInputStream("{\"source\": \"aws.s3\"}".getBytes()), output, null);
        return new ObjectMapper().readTree(output.toByteArray());
    }
}
