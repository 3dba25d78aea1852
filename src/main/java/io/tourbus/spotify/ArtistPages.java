package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Artist;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.PageNormalizer;
import io.tourbus.state.ArtistRepository;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Converts pages of artists, and adds known genres to artists without genres. Spotify has deprecated the field and does not
 * return it consistently: Pitbull had three genres in October 2024 and none in March 2026.
 */
final class ArtistPages implements PageNormalizer {

    private final ArtistNormalizer normalizer = new ArtistNormalizer();
    private final ArtistRepository artists;

    ArtistPages(ArtistRepository artists) {
        this.artists = artists;
    }

    @Override
    public Function<JsonNode, Artist> forPage(PageResult page, PageRequest request) {
        Map<String, List<String>> received = new HashMap<>();
        page.entities().forEach(entity -> {
            var id = entity.tree().path("id").asText("");
            if (!id.isEmpty()) {
                received.put(id, ArtistNormalizer.genres(entity.tree()));
            }
        });
        var known = received.isEmpty() ? Map.<String, List<String>>of() : artists.genres(received.keySet());
        received.entrySet()
                .removeIf(artist ->
                        artist.getValue().isEmpty() || artist.getValue().equals(known.get(artist.getKey())));
        artists.rememberGenres(received);
        return entity -> withKnownGenres(normalizer.normalize(entity), known);
    }

    private static Artist withKnownGenres(Artist artist, Map<String, List<String>> known) {
        var none = artist.genre() == null || artist.genre().isEmpty();
        var genres = known.get(artist.spotifyId());
        return none && genres != null ? artist.withGenre(genres) : artist;
    }
}
