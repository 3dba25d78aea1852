package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * A musician, a band or another performer, as Spotify, Ticketmaster or both describe it.
 *
 * @param id {@code spotify_<id>}, or {@code ticketmaster_<id>} if the artist at Spotify is not known
 * @param genre in lower case: Spotify's genres, often empty, or else those of Ticketmaster
 * @param popularityScore Spotify's popularity, 0 to 100; null for API keys of newer Spotify apps
 * @param formationDate always null: no source returns it
 * @param members always empty: no source returns them
 * @param followers null for API keys of newer Spotify apps
 * @param externalUrls URLs by site, such as {@code spotify}
 * @param attraction what Ticketmaster knows about the artist
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
        List<Image> images,
        @JsonUnwrapped Attraction attraction)
        implements Record {

    /** Returns a copy with what Ticketmaster knows about the artist. */
    public Artist withAttraction(Attraction known) {
        return new Artist(
                id,
                name,
                genre,
                popularityScore,
                formationDate,
                members,
                spotifyId,
                followers,
                externalUrls,
                images,
                known);
    }

    /** Returns the identity of the artist with an ID. Ticketmaster may use the same ID for an artist and for an event. */
    public static String identity(String id) {
        return id.startsWith("ticketmaster_") ? "artist " + id : id;
    }

    @Override
    public String identity() {
        return identity(id);
    }

    @Override
    public Entity entity() {
        return Entity.ARTISTS;
    }

    /**
     * A performer at Ticketmaster, which calls it an attraction.
     *
     * @param links URLs by site, such as {@code homepage}, {@code youtube} or {@code wiki}
     * @param classifications empty if Ticketmaster has none
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Attraction(
            String ticketmasterId,
            String ticketmasterUrl,
            String musicbrainzId,
            List<String> aliases,
            Map<String, List<String>> links,
            List<Classification> classifications) {

        /** An artist that Ticketmaster does not know, or not yet. */
        public static final Attraction NONE = new Attraction(null, null, null, List.of(), Map.of(), List.of());
    }
}
