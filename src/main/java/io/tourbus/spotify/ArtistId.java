package io.tourbus.spotify;

import java.util.Optional;
import java.util.regex.Pattern;

/** The ways in which people write down an artist of Spotify. */
public final class ArtistId {

    /** {@code <id>}, {@code spotify:artist:<id>}, {@code https://open.spotify.com/artist/<id>?si=…}, also with a language. */
    private static final Pattern FORMS = Pattern.compile(
            "(?:(?:https?://)?open\\.spotify\\.com/(?:intl-[a-z]+/)?artist/|spotify:artist:)?([A-Za-z0-9]{22})(?:[/?#].*)?");

    private ArtistId() {}

    /** The 22 letters and digits; empty where the text names no artist. */
    public static Optional<String> parse(String text) {
        var form = FORMS.matcher(text.strip());
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }
}
