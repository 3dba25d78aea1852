package io.tourbus.ticketmaster.api;

import io.tourbus.source.page.JsonFields;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * The start of an event, with the precision of {@code dates.start}. If the API marks the date or the time as to be announced or
 * to be determined, or without a specific time, the time fields are missing or unreliable and are ignored. Events to
 * be announced usually have no date either. Impossible dates and times count as missing.
 *
 * @param value an instant in UTC, a local date and time, or a local date; {@code null} if unknown
 * @param precision {@code second}, {@code local} or {@code day}; {@code null} if unknown
 * @param localDate in the time zone of the venue: {@code 2026-12-31}; {@code null} if unknown
 * @param localTime in the time zone of the venue: {@code 19:30} or {@code 19:30:00}; {@code null} if unknown
 */
public record EventDate(String value, String precision, String localDate, String localTime) {

    private static final String DAY_FORMAT = "0000-00-00";
    private static final String TIME_FORMAT = "00:00:00";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    public static EventDate of(JsonFields start) {
        var day = day(start);
        var timed = !start.isTrue("timeTBA")
                && !start.isTrue("noSpecificTime")
                && status(start).equals("confirmed");
        var instant = timed ? TicketmasterFields.instant(start, "dateTime") : null;
        var time = timed ? time(start) : null;
        if (instant != null) {
            return new EventDate(instant, "second", day, time);
        }
        if (day != null && time != null) {
            return new EventDate(day + "T" + time, "local", day, time);
        }
        return new EventDate(day, day == null ? null : "day", day, time);
    }

    /** Whether the date is {@code confirmed}, to be announced ({@code tba}) or to be determined ({@code tbd}). */
    public static String status(JsonFields start) {
        return start.isTrue("dateTBA") ? "tba" : start.isTrue("dateTBD") ? "tbd" : "confirmed";
    }

    /** The field {@code localDate}; {@code null} if it is missing, malformed, impossible or the placeholder in 1900. */
    public static String day(JsonFields date) {
        var text = date.text("localDate");
        if (text == null || text.startsWith("1900-")) {
            return null;
        }
        try {
            if (TicketmasterFields.hasFormat(text, DAY_FORMAT)) {
                LocalDate.of(
                        TicketmasterFields.number(text, 0) * 100 + TicketmasterFields.number(text, 2),
                        TicketmasterFields.number(text, 5),
                        TicketmasterFields.number(text, 8));
                return text;
            }
        } catch (DateTimeException e) {
            // Reported below.
        }
        date.repaired(JsonFields.IMPOSSIBLE_DATE);
        return null;
    }

    /** The field {@code localTime}; {@code null} if it is missing, malformed or impossible. */
    public static String time(JsonFields date) {
        var text = date.text("localTime");
        if (text == null) {
            return null;
        }
        var valid = TicketmasterFields.hasFormat(text, TIME_FORMAT.substring(0, text.length() == 5 ? 5 : 8))
                && TicketmasterFields.number(text, 0) < 24
                && TicketmasterFields.number(text, 3) < 60
                && (text.length() == 5 || TicketmasterFields.number(text, 6) < 60);
        if (!valid) {
            date.repaired(JsonFields.IMPOSSIBLE_DATE);
        }
        return valid ? text : null;
    }

    /**
     * The end of an event at the venue.
     *
     * @param precision {@code local} if date and time are known, {@code day} if only the date is, {@code approximate} if the API
     *     says so; {@code null} if there is no date
     */
    public record EventEnd(String date, String time, String precision) {

        /**
         * Most ends have a UTC instant, but no local date.
         *
         * @param zone IANA name of the time zone of the venue, to convert the instant; may be {@code null} or unknown
         */
        public static EventEnd of(JsonFields end, String zone) {
            var timed = !end.isTrue("noSpecificTime");
            var date = day(end);
            var time = timed ? EventDate.time(end) : null;
            var instant = date == null || time == null ? TicketmasterFields.moment(end, "dateTime") : null;
            var known = instant == null ? null : zone(zone);
            if (known != null) {
                var local = instant.atZone(known);
                date = date == null ? local.toLocalDate().toString() : date;
                time = time == null && timed ? TIME.format(local) : time;
            }
            return new EventEnd(date, time, precision(end, date, time));
        }

        private static ZoneId zone(String name) {
            try {
                return name == null ? null : ZoneId.of(name);
            } catch (DateTimeException e) {
                return null;
            }
        }

        private static String precision(JsonFields end, String date, String time) {
            if (date == null) {
                return null;
            }
            return end.isTrue("approximate") ? "approximate" : time == null ? "day" : "local";
        }
    }
}
