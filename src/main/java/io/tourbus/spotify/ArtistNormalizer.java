package io.tourbus.spotify;

import io.tourbus.model.Artist;
import io.tourbus.model.Artist.Attraction;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import io.tourbus.source.slice.SliceReader.PageNormalizer;
import io.tourbus.state.ArtistRepository;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Converts artists of the Web API to {@link Artist} records, and adds known genres to artists without genres. Apps in
 * development mode receive fewer fields. Spotify has deprecated genres and does not return them consistently: Pitbull had three
 * genres in October 2024 and none in March 2026.
 */
public record ArtistNormalizer(ArtistRepository artists) implements PageNormalizer {

    private static final int MAX_POPULARITY = 100;

    @Override
    public EntityNormalizer forPage(PageResult page, PageRequest request) {
        SortedMap<String, List<String>> received = new TreeMap<>();
        page.entities().forEach(entity -> {
            if (entity.tree().isObject()) {
                var artist = JsonFields.of(entity.tree());
                Optional.ofNullable(artist.text("id")).ifPresent(id -> received.put(id, genres(artist)));
            }
        });
        if (received.isEmpty()) {
            return entity -> normalize(entity, Map.of());
        }
        var known = artists.compare(received);
        Map<String, List<String>> genres = new HashMap<>();
        known.forEach((id, artist) -> {
            if (!artist.sameGenres()) {
                genres.put(id, artist.genres());
            }
        });
        received.keySet().retainAll(genres.keySet());
        artists.rememberGenres(received);
        return entity -> {
            var artist = normalize(entity, genres);
            var more = known.get(artist.spotifyId());
            return more == null ? artist : artist.withAttraction(more.attraction());
        };
    }

    /**
     * @param known genres by artist ID
     * @throws RejectedException if the entity is not an artist
     */
    public static Artist normalize(JsonFields artist, Map<String, List<String>> known) {
        var id = artist.requireId();
        var genres = genres(artist);
        var images = artist.images();
        return new Artist(
                "spotify_" + id,
                artist.text("name"),
                genres.isEmpty() ? known.getOrDefault(id, genres) : genres,
                popularity(artist),
                null,
                List.of(),
                id,
                artist.at("followers").whole("total"),
                urls(artist),
                images == null ? List.of() : images,
                Attraction.NONE);
    }

    /** In lower case; empty if the field is missing. */
    private static List<String> genres(JsonFields artist) {
        var genres = artist.texts("genres");
        return genres == null
                ? List.of()
                : genres.stream().map(genre -> genre.toLowerCase(Locale.ROOT)).toList();
    }

    /** The popularity of an artist or a track, 0 to 100; {@code null} if missing or out of range. */
    static Long popularity(JsonFields entity) {
        var popularity = entity.whole("popularity");
        return popularity == null || popularity < 0 || popularity > MAX_POPULARITY ? null : popularity;
    }

    /** The URLs of an artist or a track by site, such as {@code spotify}; {@code null} if the field is missing. */
    static Map<String, String> urls(JsonFields entity) {
        if (!entity.has("external_urls")) {
            return null;
        }
        var externalUrls = entity.at("external_urls");
        Map<String, String> urls = new TreeMap<>();
        externalUrls.node().fieldNames().forEachRemaining(site -> {
            if (externalUrls.text(site) != null) {
                urls.put(site, externalUrls.text(site));
            }
        });
        return urls;
    }
}
