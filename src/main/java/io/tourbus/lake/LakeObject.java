package io.tourbus.lake;

import io.tourbus.model.LandedObject;
import io.tourbus.model.Sha256;
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

    public String contentType() {
        return zone == Zone.RUNS ? "application/json" : "application/gzip";
    }

    /** Returns the entry for the manifest after the object was written. */
    public LandedObject landed() {
        return new LandedObject(bucket, key, lines, content.length, metadata.get(SHA_256));
    }
}
