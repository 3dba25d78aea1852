package io.tourbus.lake;

import io.tourbus.model.LandedObject;
import io.tourbus.model.Sha256;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object to be written to the lake.
 *
 * @param metadata user metadata of the S3 object, including {@code sha256}, the hash of the content in hex
 * @param lines the number of lines in the content
 */
public record LakeObject(
        Zone zone, String bucket, String key, Map<String, String> metadata, int lines, byte[] content) {

    /** The metadata key for the SHA-256 of the content. */
    static final String SHA_256 = "sha256";

    private static final String ZONE_HEADER = "zone";
    private static final String LINES_HEADER = "lines";
    private static final String METADATA_HEADER = "metadata.";

    /** The parts of the lake. Dead letters in the state database contain these names. */
    public enum Zone {
        /** Entities as the API returned them. */
        RAW,
        /** Records. */
        NORMALIZED,
        /** Manifests of runs. */
        RUNS,
        /** Copies of dead letters. */
        LETTERS
    }

    static LakeObject of(
            Zone zone, String bucket, String key, Map<String, String> metadata, int lines, byte[] content) {
        var withHash = new TreeMap<>(metadata);
        withHash.put(SHA_256, HexFormat.of().formatHex(Sha256.hash(content)));
        return new LakeObject(zone, bucket, key, withHash, lines, content);
    }

    /** The name of the slice whose object it is; empty for manifests and copies of dead letters. */
    public String slice() {
        return metadata.getOrDefault("slice", "");
    }

    /** Returns the object in a dead letter; see {@link #deadLetterHeaders}. */
    static LakeObject of(DeadLetter deadLetter) {
        Map<String, String> metadata = new HashMap<>();
        deadLetter.headers().forEach((name, value) -> {
            if (name.startsWith(METADATA_HEADER)) {
                metadata.put(name.substring(METADATA_HEADER.length()), value);
            }
        });
        var slash = deadLetter.target().indexOf('/');
        return new LakeObject(
                Zone.valueOf(deadLetter.headers().get(ZONE_HEADER)),
                deadLetter.target().substring(0, slash),
                deadLetter.target().substring(slash + 1),
                metadata,
                Integer.parseInt(deadLetter.headers().get(LINES_HEADER)),
                deadLetter.payload());
    }

    /** Returns the manifest of a run that the lake did not accept as a dead letter. It belongs to no source and no entity. */
    public DeadLetter deadLetter(String runId, String reason, Instant now) {
        return new DeadLetter(
                Stage.of(LakeSink.NAME),
                runId,
                "manifest",
                "",
                "",
                bucket + "/" + key,
                deadLetterHeaders(),
                content,
                reason,
                true,
                1,
                now.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Whether it is a manifest, which no manifest lists. The routes call this. */
    public boolean isManifest() {
        return zone == Zone.RUNS;
    }

    /** Returns the headers of a dead letter whose payload is the content. */
    Map<String, String> deadLetterHeaders() {
        Map<String, String> headers = new HashMap<>();
        metadata.forEach((name, value) -> headers.put(METADATA_HEADER + name, value));
        headers.put(ZONE_HEADER, zone.name());
        headers.put(LINES_HEADER, String.valueOf(lines));
        return headers;
    }

    public String contentType() {
        return zone == Zone.RUNS ? "application/json" : "application/gzip";
    }

    /** Returns the entry for the manifest after the object was written. */
    public LandedObject landed() {
        return new LandedObject(bucket, key, lines, content.length, metadata.get(SHA_256));
    }
}
