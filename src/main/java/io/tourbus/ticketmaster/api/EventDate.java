package io.tourbus.ticketmaster.api;

import io.tourbus.source.page.JsonFields;
import java.util.regex.Pattern;

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
        var instant = timed ? TicketmasterFields.instant(start, "dateTime") : null;
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
