package io.tourbus.lake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    /** What the API said, and the records made of it. */
    public enum Zone {
        RAW,
        NORMALIZED
    }

    static LakeObject of(
            Zone zone, String bucket, String key, Map<String, String> metadata, int lines, byte[] content) {
        var more = new TreeMap<>(metadata);
        more.put(SHA_256, HexFormat.of().formatHex(sha256().digest(content)));
        return new LakeObject(zone, bucket, key, more, lines, content);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
