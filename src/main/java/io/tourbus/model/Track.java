package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
@JsonNaming(SnakeCaseStrategy.class)
public record Track(
        @JsonProperty("track_id") String id,
        String name,
        String artistId,
        List<String> artistIds,
        int rank,
        String market,
        String albumId,
        String albumName,
        String albumReleaseDate,
        String albumReleaseDatePrecision,
        @JsonProperty("duration_ms") Long durationMillis,
        Boolean explicit,
        Long popularity,
        String isrc,
        String spotifyId,
        Map<String, String> externalUrls,
        List<Image> images)
        implements Record {

    @Override
    public String identity() {
        return id + " of " + artistId;
    }

    @Override
    public Set<String> references() {
        return Stream.concat(Stream.of(artistId), Stream.ofNullable(artistIds).flatMap(List::stream))
                .collect(Collectors.toSet());
    }

    @Override
    public Entity entity() {
        return Entity.TRACKS;
    }
}
