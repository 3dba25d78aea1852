package io.tourbus.source.limit;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Parses the HTTP header {@code Retry-After} (RFC 9110, section 10.2.3): whole seconds or a date. */
public final class RetryAfter {

    private final Clock clock;

    public RetryAfter(Clock clock) {
        this.clock = clock;
    }

    /** The time to wait from now, not negative; empty if the header is missing or malformed. */
    public Optional<Duration> parse(String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        var value = header.strip();
        return value.chars().allMatch(Character::isDigit) ? seconds(value) : date(value);
    }

    private Optional<Duration> seconds(String value) {
        try {
            return Optional.of(Duration.ofSeconds(Integer.parseInt(value)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Duration> date(String value) {
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var wait = Duration.between(clock.instant(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
