package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.hook.HookDeadLetters;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.db.PrivateFiles;
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
    private static final ObjectMapper MAPPER = new ObjectMapper();

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
            PrivateFiles.createFolders(folder);
            PrivateFiles.createFile(file);
            var lines = letters.stream().map(DeadLetterFile::line).collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(file, lines, UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("dead letters are in the state, but not in the file {}: {}", file, e.toString());
        }
    }

    /** Formats a dead letter as a line of JSON, for files and objects that other tools read. */
    static String line(DeadLetter letter) {
        try {
            return MAPPER.writeValueAsString(HookDeadLetters.json(letter));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The dead letter cannot be written as JSON.", e);
        }
    }
}
