package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A musician or a band.
 *
 * @param genre Spotify's genres in lower case; often empty
 * @param popularityScore Spotify's popularity, 0 to 100; null for API keys of newer Spotify apps
 * @param formationDate always null: no source returns it
 * @param members always null: no source returns them
 * @param followers null for API keys of newer Spotify apps
 * @param externalUrls URLs by site, such as {@code spotify}
 */
public record Artist(
        @JsonProperty("artist_id") String artistId,
        @JsonProperty("name") String name,
        @JsonProperty("genre") List<String> genre,
        @JsonProperty("popularity_score") Long popularityScore,
        @JsonProperty("formation_date") String formationDate,
        @JsonProperty("members") List<String> members,
        @JsonProperty("spotify_id") String spotifyId,
        @JsonProperty("followers") Long followers,
        @JsonProperty("external_urls") Map<String, String> externalUrls,
        @JsonProperty("images") List<Image> images)
        implements Record {

    /** Returns a copy with these genres. */
    public Artist withGenre(List<String> genres) {
        return new Artist(
                artistId,
                name,
                genres,
                popularityScore,
                formationDate,
                members,
                spotifyId,
                followers,
                externalUrls,
                images);
    }

    @Override
    @JsonIgnore
    public String id() {
        return artistId;
    }

    @Override
    @JsonIgnore
    public Entity entity() {
        return Entity.ARTISTS;
    }
}
