package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterFileTest {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path folder;

    @Test
    void eachDeadLetterIsALineInTheFileOfItsRun() throws IOException {
        var file = new DeadLetterFile(folder.resolve("dead-letters"));
        file.append(List.of(letter(Stage.NORMALIZE, "{\"name\":\"Beyoncé\"}")));
        file.append(List.of());
        file.append(List.of(letter(Stage.of("lake"), "bytes")));

        var lines = Files.readAllLines(folder.resolve("dead-letters/run-1.ndjson"), UTF_8);

        assertThat(lines).hasSize(2);
        var entity = new ObjectMapper().readTree(lines.get(0));
        assertThat(entity.path("payload").path("name").asText()).isEqualTo("Beyoncé");
        assertThat(entity.path("reason").asText()).isEqualTo("no id");
        assertThat(entity.path("at").asText()).isEqualTo("2026-11-23T02:00:00Z");
        assertThat(new ObjectMapper().readTree(lines.get(1)).path("payload").binaryValue())
                .isEqualTo("bytes".getBytes(UTF_8));
    }

    @Test
    void aFileThatCannotBeWrittenIsNoFailure() throws IOException {
        var inTheWay = Files.writeString(folder.resolve("dead-letters"), "");

        new DeadLetterFile(inTheWay).append(List.of(letter(Stage.NORMALIZE, "{}")));

        assertThat(inTheWay).isEmptyFile();
    }

    @Test
    void aFullDiskIsNoFailureBecauseTheStateHasTheDeadLetters() throws IOException {
        assumeTrue(Files.exists(FULL), "this system has no " + FULL);
        Files.createSymbolicLink(folder.resolve("run-1.ndjson"), FULL);

        assertThatCode(() -> new DeadLetterFile(folder).append(List.of(letter(Stage.NORMALIZE, "{}"))))
                .doesNotThrowAnyException();
    }

    private static DeadLetter letter(Stage stage, String payload) {
        return new DeadLetter(
                stage,
                "run-1",
                "slice",
                "ticketmaster",
                "venues",
                "",
                Map.of(),
                payload.getBytes(UTF_8),
                "no id",
                false,
                1,
                Instant.parse("2026-11-23T02:00:00Z"));
    }
}
