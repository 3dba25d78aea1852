package io.tourbus.ticketmaster.api;

import io.tourbus.source.page.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads fields of the Discovery API that have special formats or placeholders. */
public final class TicketmasterFields {

    /** The name of this source in settings, object keys, records and reports. */
    public static final String SOURCE = "ticketmaster";

    private static final Instant AFTER_PLACEHOLDER = Instant.parse("1901-01-01T00:00:00Z");
    private static final String COMMON_FORMAT = "0000-00-00T00:00:00Z";
    private static final Set<String> PLACEHOLDER_NAMES = Set.of("Undefined", "Other");

    private TicketmasterFields() {}

    /** An instant in ISO 8601 and UTC; {@code null} if it is missing, malformed or the placeholder 1900-01-01. */
    public static String instant(JsonFields payload, String field) {
        var moment = moment(payload, field);
        if (moment == null) {
            return null;
        }
        var text = payload.text(field);
        return isCommonFormat(text) ? text : moment.toString();
    }

    /** The same as an {@link Instant}. */
    public static Instant moment(JsonFields payload, String field) {
        var text = payload.text(field);
        try {
            var moment = text == null ? null : moment(text);
            return moment == null || moment.isBefore(AFTER_PLACEHOLDER) ? null : moment;
        } catch (DateTimeException e) {
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
        if (text.length() != COMMON_FORMAT.length()) {
            return false;
        }
        for (var i = 0; i < COMMON_FORMAT.length(); i++) {
            var digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
            if (COMMON_FORMAT.charAt(i) == '0' ? !digit : text.charAt(i) != COMMON_FORMAT.charAt(i)) {
                return false;
            }
        }
        return number(text, 11) < 24 && number(text, 17) < 60;
    }

    private static int number(String text, int from) {
        return (text.charAt(from) - '0') * 10 + text.charAt(from + 1) - '0';
    }

    /** The name of a classification; {@code null} if it is a placeholder. */
    public static String classification(JsonFields classification, String field) {
        var name = classification.at(field).text("name");
        return name == null || PLACEHOLDER_NAMES.contains(name) ? null : name;
    }

    /**
     * The start of an event, with the precision of {@code dates.start}. If {@code timeTBA} or {@code noSpecificTime} is set, the
     * time fields are missing or unreliable and are ignored. Events to be announced have no date either.
     *
     * @param value an instant in UTC, a local date and time, or a local date; {@code null} if unknown
     * @param precision {@code second}, {@code local} or {@code day}; {@code null} if unknown
     * @param localDate in the time zone of the venue: {@code 2026-12-31}; {@code null} if unknown
     * @param localTime in the time zone of the venue: {@code 19:30} or {@code 19:30:00}; {@code null} if unknown
     */
    public record EventDate(String value, String precision, String localDate, String localTime) {

        private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
        private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(:\\d{2})?");

        public static EventDate of(JsonFields start) {
            var day = day(start);
            var timed = !start.isTrue("timeTBA") && !start.isTrue("noSpecificTime");
            var instant = timed ? instant(start, "dateTime") : null;
            var time = timed ? matching(TIME, start.text("localTime")) : null;
            if (instant != null) {
                return new EventDate(instant, "second", day, time);
            }
            if (day != null && time != null) {
                return new EventDate(day + "T" + time, "local", day, time);
            }
            return new EventDate(day, day == null ? null : "day", day, time);
        }

        /** The field {@code localDate}; {@code null} if it is missing, malformed or the placeholder in 1900. */
        public static String day(JsonFields date) {
            return matching(DAY, date.text("localDate"));
        }

        private static String matching(Pattern pattern, String text) {
            return text != null && pattern.matcher(text).matches() && !text.startsWith("1900-") ? text : null;
        }
    }
}
