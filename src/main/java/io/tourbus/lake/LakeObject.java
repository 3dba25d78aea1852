package io.tourbus.lake;

import java.util.Map;

/**
 * One object to put.
 *
 * @param zone which part of the lake it belongs to
 * @param lines how many lines it has
 * @param content gzip NDJSON
 */
public record LakeObject(
        Zone zone, String bucket, String key, Map<String, String> metadata, int lines, byte[] content) {

    /** What the API said, and the records made of it. */
    public enum Zone {
        RAW,
        NORMALIZED
    }
}
