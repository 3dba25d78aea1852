package io.tourbus.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.model.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What could not be normalised or delivered, whole.
 *
 * @param stage where it could not go on
 * @param source of the slice it came with
 * @param entity of the slice it came with
 * @param target where it was to go: the partition key of a record, bucket and key of an object; empty for an entity
 * @param headers what goes with it to its target
 * @param payload the JSON of an entity or a record, or the bytes of an object; not copied
 * @param retryable whether what kept it may pass by itself, so that it is tried again without being told to
 * @param attempts how often it was tried
 */
public record DeadLetter(
        Stage stage,
        String runId,
        String slice,
        String source,
        String entity,
        String target,
        Map<String, String> headers,
        byte[] payload,
        String reason,
        boolean retryable,
        int attempts,
        Instant at) {

    /** The last thing that was tried. */
    public enum Stage {
        /** An entity could not become a record. */
        NORMALIZE,
        /** The lake did not take an object. */
        LAKE,
        /** The stream did not take a record. */
        STREAM
    }

    public DeadLetter {
        headers = Map.copyOf(headers);
    }

    /** The same whenever a slice is delivered again and the same of it is kept: SHA-256 in hex. */
    public String fingerprint() {
        var sha256 = Sha256.digest();
        for (var part : List.of(stage.name(), runId, slice, target)) {
            sha256.update(part.getBytes(UTF_8));
            sha256.update((byte) 0);
        }
        return HexFormat.of().formatHex(sha256.digest(payload));
    }
}
