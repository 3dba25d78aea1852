package io.tourbus.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.model.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * An entity that could not be normalized, or a record or object that a sink did not accept, with its complete payload.
 *
 * @param stage the step that failed
 * @param slice the name of the slice that it belongs to
 * @param source of the slice
 * @param entity of the slice
 * @param target the partition key of a record, or the bucket and key of an object; empty for an entity
 * @param headers the message headers that delivery needs
 * @param payload the JSON of an entity or a record, or the bytes of an object; not copied
 * @param retryable whether the failure is temporary, so that Tourbus retries the dead letter automatically
 * @param attempts the number of delivery attempts so far
 */
public record DeadLetter(
        @Nested Stage stage,
        String runId,
        String slice,
        String source,
        String entity,
        String target,
        Map<String, String> headers,
        byte[] payload,
        String reason,
        @ColumnName("passing") boolean retryable,
        int attempts,
        @ColumnName("put_at") Instant at) {

    /**
     * The processing step that failed.
     *
     * @param label {@code normalize}, or the name of the sink that did not accept an object or a record
     */
    public record Stage(@ColumnName("stage") String label) {

        /** Normalizing an entity failed; there is no record. */
        public static final Stage NORMALIZE = new Stage("normalize");

        /** The stage of a sink. */
        public static Stage of(String sink) {
            return new Stage(sink);
        }
    }

    public DeadLetter {
        headers = Map.copyOf(headers);
    }

    /** Whether the payload is JSON: an entity or a record. Otherwise, it is an object of a sink. */
    public boolean isJson() {
        return stage.equals(Stage.NORMALIZE) || payload.length > 0 && payload[0] == '{';
    }

    /** Identifies the dead letter when its slice is delivered again: a SHA-256 of stage, run, slice, target and payload, in hex. */
    public String fingerprint() {
        var sha256 = Sha256.digest();
        for (var part : List.of(stage.label().toUpperCase(Locale.ROOT), runId, slice, target)) {
            sha256.update(part.getBytes(UTF_8));
            sha256.update((byte) 0);
        }
        return HexFormat.of().formatHex(sha256.digest(payload));
    }
}
