package io.tourbus.model;

/**
 * A record as it leaves: one line of JSON in UTF-8, without a line break. Lake and stream get these very bytes.
 *
 * @param id the prefixed id of the record ({@code spotify_…}, {@code ticketmaster_…}), also its partition key
 * @param json not copied: whoever holds the line must not write to it
 */
public record RecordLine(String id, byte[] json) {}
