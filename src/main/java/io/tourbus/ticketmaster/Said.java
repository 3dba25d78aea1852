package io.tourbus.ticketmaster;

import io.tourbus.source.Payload;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/** Reads what the Discovery API says in ways of its own. */
final class Said {

    private static final int PLACEHOLDER_YEAR = 1900;
    private static final Set<String> PLACEHOLDER_NAMES = Set.of("Undefined", "Other");

    private Said() {}

    /** An instant to the second; {@code null} for the placeholder 1900-01-01 and for what is no instant. */
    static String instant(Payload payload, String field) {
        var text = payload.text(field);
        try {
            var instant = text == null ? null : Instant.parse(text);
            var given = instant != null && instant.atOffset(ZoneOffset.UTC).getYear() > PLACEHOLDER_YEAR;
            return given ? instant.toString() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The name of a classification; {@code null} where it is a placeholder. */
    static String classification(Payload classification, String field) {
        var name = classification.at(field).text("name");
        return name == null || PLACEHOLDER_NAMES.contains(name) ? null : name;
    }
}
