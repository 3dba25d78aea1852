package io.tourbus.model;

/**
 * An encoded record: one line of JSON in UTF-8 without a line break. All sinks receive exactly these bytes.
 *
 * @param id the ID of the record with its source as prefix, also its partition key
 * @param identity see {@link Record#identity()}
 * @param hash SHA-256 of the record's fields without its origin, in hex
 * @param json not copied; do not modify it
 */
public record RecordLine(String id, String identity, String hash, byte[] json) {

    /** Creates the line of a record whose identity is its ID. */
    public RecordLine(String id, String hash, byte[] json) {
        this(id, id, hash, json);
    }
}
