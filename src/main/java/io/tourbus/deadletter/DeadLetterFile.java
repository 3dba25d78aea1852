package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.state.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends dead letters to NDJSON files, one per run, for inspection with other tools. Lines are never removed: the state
 * database knows which dead letters are still open.
 */
public final class DeadLetterFile {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final Path folder;

    /** @param folder is created when it is needed */
    public DeadLetterFile(Path folder) {
        this.folder = folder;
    }

    /** Logs a warning if the file cannot be written: the dead letters are also in the state database. */
    public synchronized void append(@Variable("deadLetters") List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        var file = folder.resolve(letters.get(0).runId() + ".ndjson");
        try {
            Files.createDirectories(folder);
            var lines = letters.stream().map(DeadLetterLines::line).collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(file, lines, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("dead letters are in the state, but not in the file {}: {}", file, e.toString());
        }
    }
}
