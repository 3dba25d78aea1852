package io.tourbus.spotify;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A name as it is compared: {@code Beyoncé} is {@code beyonce}, {@code The Black Keys} {@code black keys}, {@code Simon &
 * Garfunkel} {@code simon and garfunkel}, {@code AC/DC} {@code acdc}.
 */
final class ArtistName {

    private ArtistName() {}

    static String comparable(String name) {
        var folded = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace("&", " and ");
        var plain = folded.replaceAll("\\p{P}", "").replaceAll("\\s+", " ").strip();
        var bare = plain.replaceFirst("^the (?=.)", "");
        return bare.isEmpty() ? folded.strip() : bare;
    }
}
