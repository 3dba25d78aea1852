package io.tourbus.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Typed reading of settings. A value that does not fit becomes a problem instead of an exception, so that
 * {@link #check()} can name all of them at once; until then a stand-in is returned.
 */
public final class Settings {

    private final UnaryOperator<String> lookup;
    private final List<String> problems = new ArrayList<>();

    /** @param lookup from key to value, placeholders resolved; {@code null} for an unknown key */
    public Settings(UnaryOperator<String> lookup) {
        this.lookup = lookup;
    }

    /** The value without blanks around it; empty where it is blank or not set. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(lookup.apply(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The value of a setting that has a default: blank only where somebody set it so. */
    public String required(String key) {
        return text(key).orElseGet(() -> {
            problem("%s is blank: set it, or leave it and its variable out".formatted(key));
            return "";
        });
    }

    /** The values between commas, without blanks around them; empty ones are left out. */
    public List<String> list(String key) {
        return text(key).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key) {
        var value = text(key).orElse("");
        if (!List.of("true", "false").contains(value)) {
            problem("%s is '%s': set true or false".formatted(key, value));
        }
        return Boolean.parseBoolean(value);
    }

    /** {@code true}, {@code false}, or {@code auto} for what fits the circumstances. */
    public boolean flag(String key, boolean fitting) {
        return text(key).filter("auto"::equals).isPresent() ? fitting : flag(key);
    }

    /** A whole number within a range, ends included. */
    public int number(String key, int least, int most) {
        var value = text(key).orElse("");
        try {
            var number = new BigInteger(value).intValueExact();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // said below, as any other value that does not fit
        }
        problem("%s is '%s': set a whole number from %d to %d".formatted(key, value, least, most));
        return least;
    }

    /** A whole number within a range, ends included; empty for {@code auto}. */
    public OptionalInt numberOrAuto(String key, int least, int most) {
        return text(key).filter("auto"::equals).isPresent()
                ? OptionalInt.empty()
                : OptionalInt.of(number(key, least, most));
    }

    /** A time in seconds, fractions allowed, above 0 and up to a day. */
    public Duration seconds(String key) {
        var value = text(key).orElse("");
        try {
            var millis = new BigDecimal(value).movePointRight(3).longValue();
            if (millis > 0 && millis <= Duration.ofDays(1).toMillis()) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // said below, as any other value that does not fit
        }
        problem("%s is '%s': set seconds above 0, such as 1.5".formatted(key, value));
        return Duration.ofSeconds(1);
    }

    /** A time, to the second: an instant, or a day, which begins at midnight UTC; empty where it is blank. */
    public Optional<Instant> instant(String key) {
        return text(key).flatMap(value -> {
            try {
                return Optional.of(
                        value.contains("T")
                                ? Instant.parse(value).truncatedTo(ChronoUnit.SECONDS)
                                : LocalDate.parse(value)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant());
            } catch (DateTimeParseException e) {
                problem("%s is '%s': set a day such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z"
                        .formatted(key, value));
                return Optional.empty();
            }
        });
    }

    /** The address of an HTTP service. */
    public void httpAddress(String key) {
        var value = text(key).orElse("");
        try {
            var address = URI.create(value);
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below, as any other value that does not fit
        }
        problem("%s is '%s': set an address such as https://example.com/v1".formatted(key, value));
    }

    public void problem(String line) {
        problems.add(line);
    }

    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** @throws ConfigurationException when there was any problem */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
