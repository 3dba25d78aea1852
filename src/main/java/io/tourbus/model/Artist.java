package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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
@JsonNaming(SnakeCaseStrategy.class)
public record Artist(
        @JsonProperty("artist_id") String id,
        String name,
        List<String> genre,
        Long popularityScore,
        String formationDate,
        List<String> members,
        String spotifyId,
        Long followers,
        Map<String, String> externalUrls,
        List<Image> images)
        implements Record {

    @Override
    public Entity entity() {
        return Entity.ARTISTS;
    }
}
