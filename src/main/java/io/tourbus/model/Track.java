package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A track in the top tracks of an artist. A track by two artists can be a top track of both; there are then two records with
 * the same ID.
 *
 * @param artistId the artist whose top track it is
 * @param artistIds all artists of the track, in the order of the API
 * @param rank position among the top tracks, from 1
 * @param market ISO 3166-1 alpha-2 code of the country of the top tracks
 * @param albumReleaseDate {@code 1981}, {@code 1981-12} or {@code 1981-12-15}
 * @param albumReleaseDatePrecision {@code year}, {@code month} or {@code day}
 * @param popularity Spotify's popularity, 0 to 100
 * @param isrc International Standard Recording Code
 * @param externalUrls URLs by site, such as {@code spotify}
 * @param images images of the album
 */
public record Track(
        @JsonProperty("track_id") String trackId,
        @JsonProperty("name") String name,
        @JsonProperty("artist_id") String artistId,
        @JsonProperty("artist_ids") List<String> artistIds,
        @JsonProperty("rank") int rank,
        @JsonProperty("market") String market,
        @JsonProperty("album_id") String albumId,
        @JsonProperty("album_name") String albumName,
        @JsonProperty("album_release_date") String albumReleaseDate,
        @JsonProperty("album_release_date_precision") String albumReleaseDatePrecision,
        @JsonProperty("duration_ms") Long durationMillis,
        @JsonProperty("explicit") Boolean explicit,
        @JsonProperty("popularity") Long popularity,
        @JsonProperty("isrc") String isrc,
        @JsonProperty("spotify_id") String spotifyId,
        @JsonProperty("external_urls") Map<String, String> externalUrls,
        @JsonProperty("images") List<Image> images)
        implements Record {

    @Override
    @JsonIgnore
    public String id() {
        return trackId;
    }

    @Override
    @JsonIgnore
    public String identity() {
        return trackId + " of " + artistId;
    }

    @Override
    @JsonIgnore
    public Entity entity() {
        return Entity.TRACKS;
    }
}
