package io.tourbus.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/**
 * The declaration of a setting: a row of {@code settings.yaml}, which explains the columns.
 *
 * @param columns the columns that are present, by name
 */
public record Setting(String key, String group, Map<?, ?> columns) {

    private static final Duration MAX_SECONDS = Duration.ofDays(1);
    static final String AUTO = "auto";

    /** How a value is written. */
    public enum Type {
        TEXT("a value that is not blank"),
        BOOLEAN("true or false"),
        INTEGER("a whole number from %s to %s"),
        SECONDS("seconds above 0 and up to 86400, such as 1.5"),
        INSTANT("a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z"),
        LIST("a list of %3$s"),
        CHOICE("one of %3$s"),
        URL("an address without user and password such as https://example.com/v1"),
        CRON("a cron expression (second minute hour day month weekday) such as 0 0 2 * * ?"),
        TIME_ZONE("a time zone such as UTC or Europe/Berlin");

        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }
    }

    /** When an edit of a setting applies while Tourbus serves. */
    public enum Reload {
        /** Immediately, also to current runs. */
        AT_ONCE,
        /** To runs that start after the edit. */
        NEXT_RUN,
        /** After a restart. */
        NEXT_START
    }

    public Type type() {
        return constant(Type.class, column("type").orElse("text"));
    }

    public Reload reload() {
        return constant(Reload.class, column("reload").orElse("next-start"));
    }

    static <E extends Enum<E>> E constant(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public Optional<String> column(String name) {
        return Optional.ofNullable((String) columns.get(name));
    }

    public boolean secret() {
        return columns.containsKey("secret");
    }

    public String defaultValue() {
        return column("default").orElse("");
    }

    /** The value in {@code application.properties}. */
    public String shipped() {
        return column("env")
                .map(name -> "{{env:%s:%s}}".formatted(name, defaultValue()))
                .orElseGet(this::defaultValue);
    }

    /** The environment variables that set it. The first one wins: {@code TOURBUS_RETRY_ATTEMPTS}, {@code API_RETRY_ATTEMPTS}. */
    public List<String> variables() {
        var variable = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return Stream.concat(Stream.of(variable), column("env").stream()).toList();
    }

    /** Variables that name a file with its value; only secrets have them. */
    List<String> fileVariables() {
        return secret() ? variables().stream().map(name -> name + "_FILE").toList() : List.of();
    }

    /** The key of a Lambda event that sets it. */
    public Optional<String> event() {
        return column("event").or(() -> column("option").map(option -> option.replaceFirst("^--", "")));
    }

    public List<String> values() {
        return texts("values");
    }

    /** The value that it gets when an option of a run clears it. */
    String cleared() {
        return type() == Type.INTEGER ? "0" : " ";
    }

    /** The keys of settings that an option of a run clears if it sets this one. */
    List<String> clears() {
        return texts("clears");
    }

    /** The jobs that its option applies to; empty for all. */
    List<String> jobs() {
        return texts("jobs");
    }

    /** The only source that its option applies to. */
    Optional<String> source() {
        return column("source").or(() -> Optional.of(key.split("\\.")[1]).filter(SettingsTable.sources()::contains));
    }

    /** Whether a value leaves a job nothing to read. */
    boolean idle(String value, String job) {
        return columns.get("idle") instanceof Map<?, ?> idle
                && texts(idle.get(value)).contains(job);
    }

    private List<String> texts(String column) {
        return texts(columns.get(column));
    }

    private static List<String> texts(Object column) {
        return column instanceof List<?> texts
                ? texts.stream().map(String.class::cast).toList()
                : List.of();
    }

    /** @throws IllegalArgumentException if a number is out of range */
    public void requireAllowed(long number) {
        if (!accepts(String.valueOf(number))) {
            throw new IllegalArgumentException("%d is not allowed. Use %s.".formatted(number, expected()));
        }
    }

    /** @param value stripped */
    boolean accepts(String value) {
        if (value.isEmpty()) {
            return columns.containsKey("blank");
        }
        if (value.equals(AUTO) && columns.containsKey(AUTO)) {
            return true;
        }
        try {
            return switch (type()) {
                case TEXT -> true;
                case BOOLEAN -> value.equals("true") || value.equals("false");
                case INTEGER -> within(new BigInteger(value).intValueExact(), bound("min"), bound("max"));
                case SECONDS -> within(seconds(value).toMillis(), 1, MAX_SECONDS.toMillis());
                case INSTANT -> instant(value) != null;
                case LIST -> {
                    var items = items(value);
                    yield items.isEmpty() ? accepts("") : values().isEmpty() || values().containsAll(items);
                }
                case CHOICE -> values().contains(value);
                case URL -> value.matches("https?:.*") && isHostOnly(URI.create(value));
                case CRON -> CronExpression.isValidExpression(value);
                case TIME_ZONE ->
                    value.equals("GMT") || !TimeZone.getTimeZone(value).getID().equals("GMT");
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return false;
        }
    }

    private static boolean isHostOnly(URI address) {
        return address.getHost() != null && address.getRawUserInfo() == null;
    }

    private int bound(String column) {
        return Integer.parseInt(column(column).orElseThrow());
    }

    private static boolean within(long value, long min, long max) {
        return value >= min && value <= max;
    }

    static Duration seconds(String value) {
        return Duration.ofMillis(new BigDecimal(value).movePointRight(3).longValue());
    }

    /** To the second; a date starts at midnight UTC. */
    public static Instant instant(String value) {
        return value.contains("T")
                ? Instant.parse(value).truncatedTo(ChronoUnit.SECONDS)
                : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The items between commas, stripped, without blanks and duplicates. */
    static List<String> items(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
    }

    /** The allowed values, to follow "Use". */
    String expected() {
        var values = values().isEmpty() ? "values" : String.join(", ", values());
        var expected = type().expected.formatted(columns.get("min"), columns.get("max"), values);
        return columns.containsKey(AUTO) ? expected + " or auto" : expected;
    }
}
