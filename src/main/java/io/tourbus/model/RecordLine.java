package io.tourbus.model;

/**
 * A record as it leaves: one line of JSON in UTF-8, without a line break. Lake and stream get these very bytes.
 *
 * @param id the prefixed id of the record ({@code spotify_…}, {@code ticketmaster_…}), also its partition key
 * @param identity see {@link Record#identity()}
 * @param hash SHA-256 of the record's own fields: the same whenever the content is
 * @param json not copied: whoever holds the line must not write to it
 */
public record RecordLine(String id, String identity, String hash, byte[] json) {

    /** Of a record that is told of once. */
    public RecordLine(String id, String hash, byte[] json) {
        this(id, id, hash, json);
    }
}
