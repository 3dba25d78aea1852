package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Artist;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import java.util.List;
import java.util.Locale;

/** Converts an artist of the Web API to an {@link Artist}. Apps in development mode receive fewer fields. */
public final class ArtistNormalizer {

    /** @throws RejectedException if the entity is not an artist */
    public Artist normalize(JsonNode entity) {
        var artist = JsonFields.of(entity);
        var id = artist.requireId();
        return new Artist(
                "spotify_" + id,
                artist.text("name"),
                genres(artist),
                SpotifyFields.popularity(artist),
                null,
                null,
                id,
                artist.at("followers").whole("total"),
                SpotifyFields.urls(artist),
                artist.images());
    }

    /** The genres of an artist in lower case; empty if the field is missing. */
    static List<String> genres(JsonNode entity) {
        var genres = genres(new JsonFields(entity));
        return genres == null ? List.of() : genres;
    }

    private static List<String> genres(JsonFields artist) {
        var genres = artist.texts("genres");
        return genres == null
                ? null
                : genres.stream().map(genre -> genre.toLowerCase(Locale.ROOT)).toList();
    }
}
