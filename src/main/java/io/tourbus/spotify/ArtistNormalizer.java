package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Artist;
import io.tourbus.source.Payload;
import io.tourbus.source.RejectedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes an artist of what Spotify says about one, whether it tells an app everything or, as to newer ones, less. */
public final class ArtistNormalizer {

    private static final int MOST_POPULAR = 100;

    /** @throws RejectedException when the entity is no artist */
    public Artist normalize(JsonNode entity) {
        var artist = Payload.of(entity);
        var id = artist.requireId();
        return new Artist(
                "spotify_" + id,
                artist.text("name"),
                genres(artist),
                popularity(artist),
                null,
                null,
                id,
                artist.at("followers").whole("total"),
                urls(artist),
                artist.images());
    }

    private static List<String> genres(Payload artist) {
        var genres = artist.texts("genres");
        return genres == null
                ? null
                : genres.stream().map(genre -> genre.toLowerCase(Locale.ROOT)).toList();
    }

    private static Long popularity(Payload artist) {
        var popularity = artist.whole("popularity");
        return popularity == null || popularity < 0 || popularity > MOST_POPULAR ? null : popularity;
    }

    private static Map<String, String> urls(Payload artist) {
        if (!artist.has("external_urls")) {
            return null;
        }
        var given = artist.at("external_urls");
        Map<String, String> urls = new TreeMap<>();
        given.node().fieldNames().forEachRemaining(site -> {
            if (given.text(site) != null) {
                urls.put(site, given.text(site));
            }
        });
        return urls;
    }
}
