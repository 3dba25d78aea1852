package io.tourbus.ticketmaster;

import io.tourbus.model.Concert.Performer;
import io.tourbus.source.page.JsonFields;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Converts the attractions of an event to performers, with the Spotify artists to which they link.
 *
 * @param matches returns the Spotify artist ID for an attraction ID without a link
 */
record Performers(Function<String, Optional<String>> matches) {

    /** {@code https://open.spotify.com/artist/<id>?si=…}, optionally with a language in the path. Other pages do not match. */
    private static final Pattern SPOTIFY_ARTIST = Pattern.compile(
            "(?:https?://open\\.spotify\\.com/(?:intl-[a-z]+/)?artist/|spotify:artist:)([A-Za-z0-9]{22})(?:[/?#].*)?");

    List<Performer> read(JsonFields embedded) {
        var performers = embedded.objects("attractions", this::performer);
        return performers == null
                ? List.of()
                : performers.stream()
                        .filter(performer -> performer.artistId() != null)
                        .toList();
    }

    private Performer performer(JsonFields attraction) {
        var id = attraction.text("id");
        var links = attraction.at("externalLinks");
        var linked = spotifyId(links);
        var matched = linked != null || id == null ? null : matches.apply(id).orElse(null);
        var spotifyId = linked != null ? linked : matched;
        var artistId = spotifyId != null ? "spotify_" + spotifyId : id == null ? null : "ticketmaster_" + id;
        var matchedBy = linked != null ? "link" : matched != null ? "name" : null;
        return new Performer(artistId, attraction.text("name"), id, spotifyId, musicbrainzId(links), matchedBy);
    }

    private static String spotifyId(JsonFields links) {
        return first(links.objects("spotify", link -> artistIdIn(link.text("url"))));
    }

    private static String artistIdIn(String url) {
        var matcher = SPOTIFY_ARTIST.matcher(url == null ? "" : url);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static String musicbrainzId(JsonFields links) {
        return first(links.objects("musicbrainz", link -> link.text("id")));
    }

    private static String first(List<String> values) {
        return values == null
                ? null
                : values.stream().filter(Objects::nonNull).findFirst().orElse(null);
    }
}
