package io.tourbus.model;

/**
 * An object that was written to the lake, with the size and hash to verify it.
 *
 * @param lines the number of NDJSON lines
 * @param bytes the size of the gzip content
 * @param sha256 the hash of the gzip content, in hex
 */
public record LandedObject(String bucket, String key, long lines, long bytes, String sha256) {

    /** Returns {@code s3://bucket/key}. */
    public String address() {
        return "s3://%s/%s".formatted(bucket, key);
    }
}
