package io.tourbus.ticketmaster.api;

import io.tourbus.model.Classification;
import io.tourbus.source.page.JsonFields;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/** Reads fields of the Discovery API that have special formats or placeholders. */
public final class TicketmasterFields {

    /** The name of this source in settings, object keys, records and reports. */
    public static final String SOURCE = "ticketmaster";

    private static final Instant AFTER_PLACEHOLDER = Instant.parse("1901-01-01T00:00:00Z");
    private static final String COMMON_FORMAT = "0000-00-00T00:00:00Z";
    private static final Set<String> PLACEHOLDER_NAMES = Set.of("Undefined", "Other");

    /** The classification of an event that the API does not classify. */
    public static final Classification NO_CLASSIFICATION = new Classification(null, null, null, null, null, null, null);

    private static final BigDecimal MAX_LATITUDE = BigDecimal.valueOf(90);
    private static final BigDecimal MAX_LONGITUDE = BigDecimal.valueOf(180);

    private TicketmasterFields() {}

    /** An instant in ISO 8601 and UTC; {@code null} if it is missing, impossible or the placeholder 1900-01-01. */
    public static String instant(JsonFields payload, String field) {
        var text = payload.text(field);
        var moment = parse(payload, text);
        if (moment == null) {
            return null;
        }
        return isCommonFormat(text) ? text : moment.toString();
    }

    /** The same as an {@link Instant}. */
    public static Instant moment(JsonFields payload, String field) {
        return parse(payload, payload.text(field));
    }

    private static Instant parse(JsonFields payload, String text) {
        try {
            var moment = text == null ? null : moment(text);
            return moment == null || moment.isBefore(AFTER_PLACEHOLDER) ? null : moment;
        } catch (DateTimeException e) {
            payload.repaired(JsonFields.IMPOSSIBLE_DATE);
            return null;
        }
    }

    /** Avoids {@link Instant#parse} for the common format, because it takes a tenth of the time to normalize an event. */
    private static Instant moment(String text) {
        return isCommonFormat(text)
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

    /** Whether the text has the format of {@link Instant#toString()} in whole seconds. Hour 24 and leap seconds do not. */
    private static boolean isCommonFormat(String text) {
        return hasFormat(text, COMMON_FORMAT) && number(text, 11) < 24 && number(text, 17) < 60;
    }

    /** Whether the text equals the format, in which {@code 0} stands for any digit. */
    static boolean hasFormat(String text, String format) {
        if (text.length() != format.length()) {
            return false;
        }
        for (var i = 0; i < format.length(); i++) {
            var digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
            if (format.charAt(i) == '0' ? !digit : text.charAt(i) != format.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The two digits at a position. */
    static int number(String text, int from) {
        return (text.charAt(from) - '0') * 10 + text.charAt(from + 1) - '0';
    }

    /** A classification of an event or attraction. */
    public static Classification classification(JsonFields classification) {
        return new Classification(
                classification.flag("primary"),
                name(classification, "segment"),
                name(classification, "genre"),
                name(classification, "subGenre"),
                name(classification, "type"),
                name(classification, "subType"),
                classification.flag("family"));
    }

    private static String name(JsonFields classification, String field) {
        var name = classification.at(field).text("name");
        return name == null || PLACEHOLDER_NAMES.contains(name) ? null : name;
    }

    /** Degrees; {@code null} if the latitude of the venue or place is missing or impossible. */
    public static Double latitude(JsonFields venue) {
        return degrees(venue, "latitude", MAX_LATITUDE);
    }

    /** Degrees; {@code null} if the longitude of the venue or place is missing or impossible. */
    public static Double longitude(JsonFields venue) {
        return degrees(venue, "longitude", MAX_LONGITUDE);
    }

    private static Double degrees(JsonFields venue, String field, BigDecimal max) {
        var degrees = venue.at("location").decimal(field);
        return degrees == null || degrees.abs().compareTo(max) > 0 ? null : degrees.doubleValue();
    }
}
