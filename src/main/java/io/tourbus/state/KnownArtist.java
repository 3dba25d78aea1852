package io.tourbus.state;

import java.util.List;
import java.util.Set;

/** An artist of Spotify, all the ways by which it became known, and its genres as far as they are known. */
public record KnownArtist(String spotifyId, Set<String> origins, List<String> genres) {

    public KnownArtist {
        origins = Set.copyOf(origins);
        genres = List.copyOf(genres);
    }
}
