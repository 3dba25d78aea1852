package io.tourbus.ticketmaster.api;

import io.tourbus.source.page.JsonFields;
import java.util.regex.Pattern;

/**
 * When an event is, as precisely as {@code dates.start} says and no more: the fields for time are absent, or not to be
 * relied on, when {@code timeTBA} or {@code noSpecificTime} is set, and events to be announced have no day either.
 *
 * @param value an instant, a local date and time, or a day; {@code null} when unknown
 * @param precision {@code second}, {@code local} or {@code day}; {@code null} when unknown
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

    /** The day that {@code localDate} says; {@code null} where that is none, or stands for none. */
    public static String day(JsonFields date) {
        return matching(DAY, date.text("localDate"));
    }

    private static String matching(Pattern pattern, String text) {
        var real = text != null && pattern.matcher(text).matches() && !text.startsWith("1900-");
        return real ? text : null;
    }
}
