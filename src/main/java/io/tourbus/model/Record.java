package io.tourbus.model;

/**
 * One normalised thing. Fields that the API did not give are {@code null} and are written as such; a list that the API
 * gave empty stays empty.
 */
public sealed interface Record permits Artist, Track, Venue, Concert {

    /** The id of the thing with its source in front, such as {@code spotify_4Z8W4fKeB5YxbusRsdQVPb}; never blank. */
    String id();

    /** What tells it from all other records: its id, unless a thing is told of more than once, in different contexts. */
    default String identity() {
        return id();
    }

    /** What the source calls such things. */
    Entity entity();
}
