package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tourbus.state.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterFileTest {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path folder;

    @Test
    void aFullDiskHoldsUpNobodyForTheLettersAreInTheState() throws IOException {
        assumeThat(FULL).exists();
        Files.createSymbolicLink(folder.resolve("run1.ndjson"), FULL);
        var letter = new DeadLetter(
                DeadLetter.Stage.STREAM,
                "run1",
                "slice",
                "ticketmaster",
                "venues",
                "ticketmaster_1",
                Map.of(),
                "{}".getBytes(StandardCharsets.UTF_8),
                "refused",
                true,
                1,
                Instant.EPOCH);

        assertThatCode(() -> new LetterFile(folder).append("run1", List.of(letter)))
                .doesNotThrowAnyException();
    }
}
