package io.tourbus.model;

/**
 * An object that is in the lake, and what must come out when it is read again.
 *
 * @param lines of its NDJSON
 * @param bytes of its gzip
 * @param sha256 of its gzip, in hex
 */
public record LandedObject(String bucket, String key, long lines, long bytes, String sha256) {

    /** {@code s3://bucket/key}. */
    public String address() {
        return "s3://%s/%s".formatted(bucket, key);
    }
}
