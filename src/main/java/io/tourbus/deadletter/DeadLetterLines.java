package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tourbus.state.DeadLetter;

/** Formats dead letters as lines of JSON, for files and objects that other tools read. */
final class DeadLetterLines {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DeadLetterLines() {}

    static String line(DeadLetter letter) {
        try {
            return MAPPER.writeValueAsString(json(letter));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a letter can always be written", e);
        }
    }

    /** The payload is embedded JSON; the payload of an object is Base64. */
    private static ObjectNode json(DeadLetter letter) {
        var json = MAPPER.createObjectNode()
                .put("stage", letter.stage().label())
                .put("run_id", letter.runId())
                .put("slice", letter.slice())
                .put("source", letter.source())
                .put("entity", letter.entity())
                .put("target", letter.target())
                .put("reason", letter.reason())
                .put("attempts", letter.attempts())
                .put("at", letter.at().toString());
        if (!letter.isJson()) {
            return json.put("payload", letter.payload());
        }
        return json.putRawValue("payload", new RawValue(new String(letter.payload(), UTF_8)));
    }
}
