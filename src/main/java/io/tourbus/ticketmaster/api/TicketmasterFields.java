package io.tourbus.ticketmaster.api;

import io.tourbus.source.page.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/** Reads what the Discovery API says in ways of its own. */
public final class TicketmasterFields {

    /** The name of this source in settings, keys, records and reports. */
    public static final String SOURCE = "ticketmaster";

    private static final Instant AFTER_PLACEHOLDER = Instant.parse("1901-01-01T00:00:00Z");
    private static final String USUAL = "0000-00-00T00:00:00Z";
    private static final Set<String> PLACEHOLDER_NAMES = Set.of("Undefined", "Other");

    private TicketmasterFields() {}

    /** An instant to the second; {@code null} for the placeholder 1900-01-01 and for what is no instant. */
    public static String instant(JsonFields payload, String field) {
        var moment = moment(payload, field);
        if (moment == null) {
            return null;
        }
        var text = payload.text(field);
        return isUsual(text) ? text : moment.toString();
    }

    /** The same, to reckon with. */
    public static Instant moment(JsonFields payload, String field) {
        var text = payload.text(field);
        try {
            var moment = text == null ? null : moment(text);
            return moment == null || moment.isBefore(AFTER_PLACEHOLDER) ? null : moment;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Java's own reading of an instant takes a tenth of the work of an event. */
    private static Instant moment(String text) {
        return isUsual(text)
                ? Instant.ofEpochSecond(LocalDateTime.of(
                                number(text, 0) * 100 + number(text, 2),
                                number(text, 5),
                                number(text, 8),
                                number(text, 11),
                                number(text, 14),
                                number(text, 17))
                        .toEpochSecond(ZoneOffset.UTC))
                : Instant.parse(text);
    }

    /** Whether it is written as nearly all are, which is how Java writes them; midnight at 24 and leap seconds are not. */
    private static boolean isUsual(String text) {
        if (text.length() != USUAL.length()) {
            return false;
        }
        for (var i = 0; i < USUAL.length(); i++) {
            var digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
            if (USUAL.charAt(i) == '0' ? !digit : text.charAt(i) != USUAL.charAt(i)) {
                return false;
            }
        }
        return number(text, 11) < 24 && number(text, 17) < 60;
    }

    private static int number(String text, int from) {
        return (text.charAt(from) - '0') * 10 + text.charAt(from + 1) - '0';
    }

    /** The name of a classification; {@code null} where it is a placeholder. */
    public static String classification(JsonFields classification, String field) {
        var name = classification.at(field).text("name");
        return name == null || PLACEHOLDER_NAMES.contains(name) ? null : name;
    }
}
