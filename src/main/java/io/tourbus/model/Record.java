package io.tourbus.model;

/**
 * One normalised thing. Fields that the API did not give are {@code null} and are written as such; a list that the API
 * gave empty stays empty.
 */
public sealed interface Record permits Artist, Venue, Concert {

    /** The id of the thing with its source in front, such as {@code spotify_4Z8W4fKeB5YxbusRsdQVPb}; never blank. */
    String id();

    /** What the source calls such things. */
    Entity entity();
}
