package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A musician or a band.
 *
 * @param genre in lower case, as Spotify files the artist; often empty
 * @param popularityScore 0 to 100, as Spotify counts it; not told to newer apps
 * @param formationDate not told by any source so far
 * @param members not told by any source so far
 * @param followers not told to newer apps
 * @param externalUrls by site
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

    /** The same with other genres. */
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
