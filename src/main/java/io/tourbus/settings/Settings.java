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
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Typed reading of settings. A value that does not fit becomes a problem instead of an exception, so that
 * {@link #check()} can name all of them at once; until then a stand-in is returned.
 */
public final class Settings {

    /** Of a setting that cannot be had, which is told once, whatever it is read as. */
    private static final String STAND_IN = "?";

    private final UnaryOperator<String> lookup;
    private final Function<String, Optional<String>> origin;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> notToBeHad = new HashSet<>();

    /** @param lookup from key to value, placeholders resolved; {@code null} for an unknown key */
    public Settings(UnaryOperator<String> lookup) {
        this(lookup, key -> Optional.empty());
    }

    /**
     * @param lookup may throw an {@link IllegalArgumentException} that says in a line why a value cannot be had
     * @param origin who has set it; empty for the default
     */
    public Settings(UnaryOperator<String> lookup, Function<String, Optional<String>> origin) {
        this.lookup = lookup;
        this.origin = origin;
    }

    /** The value without blanks around it; empty where it is blank or not set. */
    public Optional<String> text(String key) {
        try {
            return Optional.ofNullable(lookup.apply(key)).map(String::strip).filter(value -> !value.isEmpty());
        } catch (IllegalArgumentException e) {
            problem(key, e.getMessage());
            notToBeHad.add(key);
            return Optional.of(STAND_IN);
        }
    }

    private String by(String key) {
        return origin.apply(key).map(" (%s)"::formatted).orElse("");
    }

    /**
     * Tells of a value that does not fit.
     *
     * @param allowed what to set instead
     */
    public void unfit(String key, String value, String allowed) {
        if (!notToBeHad.contains(key)) {
            problem("%s is '%s'%s: set %s".formatted(key, value, by(key), allowed));
        }
    }

    /** The value of a setting that has a default: blank only where somebody set it so. */
    public String required(String key) {
        return text(key).orElseGet(() -> {
            problem("%s is blank%s: set it, or leave it out".formatted(key, by(key)));
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
            unfit(key, value, "true or false");
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
        unfit(key, value, "a whole number from %d to %d".formatted(least, most));
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
        unfit(key, value, "seconds above 0 and up to 86400, such as 1.5");
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
                unfit(key, value, "a day such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z");
                return Optional.empty();
            }
        });
    }

    /** One of a few words. */
    public void oneOf(String key, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            unfit(key, value, "one of " + String.join(", ", allowed));
        }
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
        unfit(key, value, "an address such as https://example.com/v1");
    }

    /**
     * Tells of a setting that is wrong in another way than that its value does not fit.
     *
     * @param what what is wrong with it, and what to do about it
     */
    public void problem(String key, String what) {
        problem("%s%s %s".formatted(key, by(key), what));
    }

    public void problem(String line) {
        problems.add(line);
    }

    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** What has been told so far, each once. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** @throws ConfigurationException when there was any problem */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems());
        }
    }
}
