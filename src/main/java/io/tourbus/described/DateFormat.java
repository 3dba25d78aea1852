package io.tourbus.described;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Converts dates and times of an API.
 *
 * @param wanted {@code utc}, {@code local}, {@code day} or {@code time}
 * @param parser of the format of the API
 */
record DateFormat(String wanted, DateTimeFormatter parser) {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** ISO 8601, with a date, a time, or both, and with or without a zone. Some APIs write a space instead of the T. */
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("[uuuu-MM-dd]['T'][' '][HH:mm[:ss][.SSSSSS][.SSS]][XXX][XX][X]", Locale.ROOT);

    /**
     * @param pattern {@code null} for ISO 8601
     * @throws IllegalArgumentException if the pattern is not valid
     */
    static DateFormat of(String wanted, String pattern) {
        // A year of an era (y) is not a date without the era.
        var parser = pattern == null ? ISO : DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT);
        return new DateFormat(wanted, parser.withResolverStyle(ResolverStyle.STRICT));
    }

    /** The date or time in the wanted form, or only the date if there is no time; {@code null} if the text is neither. */
    String convert(String text) {
        try {
            return format(parser.parseBest(
                    text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from, LocalTime::from));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private String format(TemporalAccessor value) {
        if (value instanceof LocalTime time) {
            return wanted.equals("time") ? TIME.format(time) : null;
        }
        if (value instanceof LocalDate day) {
            return wanted.equals("time") ? null : day.toString();
        }
        var zoned = value instanceof OffsetDateTime offset ? offset : ((LocalDateTime) value).atOffset(ZoneOffset.UTC);
        return switch (wanted) {
            case "utc" -> zoned.toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
            case "local" -> SECONDS.format(zoned);
            case "day" -> zoned.toLocalDate().toString();
            default -> TIME.format(zoned);
        };
    }
}
