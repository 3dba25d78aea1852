package io.tourbus.model;

import java.util.Set;

/**
 * A normalized artist, track, venue or concert. Fields that the API does not return are {@code null}, in the JSON as well. A list
 * that the API returns empty stays empty.
 */
public sealed interface Record permits Artist, Track, Venue, Concert, MappedRecord {

    /** Returns the ID with the source as prefix, such as {@code spotify_4Z8W4fKeB5YxbusRsdQVPb}; never blank. */
    String id();

    /** Returns a unique key. It is the ID, except for entities that have one record for each context. */
    default String identity() {
        return id();
    }

    Entity entity();

    /** Returns the {@linkplain #identity() identities} of the other records that this one refers to by key. */
    default Set<String> references() {
        return Set.of();
    }

    /** Returns when it takes place, as an instant or a date; {@code null} if it has no date. */
    default String startsAt() {
        return null;
    }

    /**
     * An image of an artist, album, venue or event.
     *
     * @param width pixels
     * @param height pixels
     * @param ratio width to height, such as {@code 16_9}; only from Ticketmaster
     * @param fallback whether it is a generic image that shows something else; only from Ticketmaster
     * @param attribution whom to credit; only from Ticketmaster
     */
    record Image(String url, Long width, Long height, String ratio, Boolean fallback, String attribution) {}
}
