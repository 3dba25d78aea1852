package io.tourbus.spotify;

import java.util.Optional;
import java.util.regex.Pattern;

/** Parses artist IDs of Spotify in the forms in which users copy them. */
public final class ArtistId {

    /** {@code <id>}, {@code spotify:artist:<id>} or {@code https://open.spotify.com/artist/<id>?si=…}, optionally with a language. */
    private static final Pattern FORMAT = Pattern.compile(
            "(?:(?:https?://)?open\\.spotify\\.com/(?:intl-[a-z]+/)?artist/|spotify:artist:)?([A-Za-z0-9]{22})(?:[/?#].*)?");

    private ArtistId() {}

    /** The ID of 22 letters and digits; empty if the text is not an artist ID, URI or URL. */
    public static Optional<String> parse(String text) {
        var matcher = FORMAT.matcher(text.strip());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
