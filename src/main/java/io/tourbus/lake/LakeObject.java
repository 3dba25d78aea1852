package io.tourbus.lake;

import io.tourbus.model.LandedObject;
import io.tourbus.model.Sha256;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * One object to put.
 *
 * @param zone which part of the lake it belongs to
 * @param metadata what the object says of itself, its SHA-256 in hex included
 * @param lines how many lines it has
 */
public record LakeObject(
        Zone zone, String bucket, String key, Map<String, String> metadata, int lines, byte[] content) {

    /** The name under which the metadata holds the SHA-256 of the content. */
    static final String SHA_256 = "sha256";

    /** What the API said, the records made of it, what runs left, and what waits. */
    public enum Zone {
        RAW,
        NORMALIZED,
        RUNS,
        LETTERS
    }

    static LakeObject of(
            Zone zone, String bucket, String key, Map<String, String> metadata, int lines, byte[] content) {
        var more = new TreeMap<>(metadata);
        more.put(SHA_256, HexFormat.of().formatHex(Sha256.digest().digest(content)));
        return new LakeObject(zone, bucket, key, more, lines, content);
    }

    public String contentType() {
        return zone == Zone.RUNS ? "application/json" : "application/gzip";
    }

    /** What is to be found in the lake, once it is there. */
    public LandedObject landed() {
        return new LandedObject(bucket, key, lines, content.length, metadata.get(SHA_256));
    }
}
