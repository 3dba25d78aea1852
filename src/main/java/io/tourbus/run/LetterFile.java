package io.tourbus.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters as NDJSON, a file a run, for whoever looks for them with tools of his own. It only grows: the state knows
 * which letters still wait.
 */
public final class LetterFile {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final Path folder;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @param folder made when it is needed */
    public LetterFile(Path folder) {
        this.folder = folder;
    }

    /** A file that cannot be written is told in the log: the letters are in the state. */
    synchronized void append(String runId, List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        var file = folder.resolve(runId + ".ndjson");
        try {
            Files.createDirectories(folder);
            var lines = letters.stream().map(this::line).collect(Collectors.joining());
            Files.writeString(file, lines, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("dead letters are in the state, but not in the file {}: {}", file, e.toString());
        }
    }

    private String line(DeadLetter letter) {
        try {
            return mapper.writeValueAsString(json(letter)) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A letter as JSON; the payload is JSON itself, or Base64 for an object. */
    private ObjectNode json(DeadLetter letter) {
        var json = mapper.createObjectNode()
                .put("stage", letter.stage().name().toLowerCase(Locale.ROOT))
                .put("run_id", letter.runId())
                .put("slice", letter.slice())
                .put("source", letter.source())
                .put("entity", letter.entity())
                .put("target", letter.target())
                .put("reason", letter.reason())
                .put("attempts", letter.attempts())
                .put("at", letter.at().toString());
        if (letter.stage() == Stage.LAKE) {
            return json.put("payload", letter.payload());
        }
        return json.putRawValue("payload", new RawValue(new String(letter.payload(), UTF_8)));
    }
}
