package io.tourbus.settings;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Typed access to the values of settings, checked against {@link SettingsTable}. Instead of throwing, it collects problems, so
 * that {@link #check()} reports all of them at once; until then it returns the default in place of an invalid value.
 */
public final class Settings {

    /** Stands for a value that cannot be resolved, so that only this problem is reported. */
    private static final String UNRESOLVED = "?";

    private final UnaryOperator<String> lookup;
    private final Function<String, Optional<String>> origin;
    private final Map<String, Optional<String>> values = new HashMap<>();
    private final Set<String> unresolved = new HashSet<>();
    private final Set<String> problems = Collections.synchronizedSet(new LinkedHashSet<>());

    /**
     * @param lookup returns the value of a key with placeholders resolved, and {@code null} for an unknown key. It may throw an
     *     {@link IllegalArgumentException} whose message says why a value cannot be resolved
     * @param origin returns where a key is set; empty for a default
     */
    public Settings(UnaryOperator<String> lookup, Function<String, Optional<String>> origin) {
        this.lookup = lookup;
        this.origin = origin;
    }

    /** The stripped value; empty if it is blank or not set. */
    public Optional<String> text(String key) {
        return values.computeIfAbsent(key, this::resolve);
    }

    private Optional<String> resolve(String key) {
        try {
            return Optional.ofNullable(lookup.apply(key)).map(String::strip).filter(value -> !value.isEmpty());
        } catch (IllegalArgumentException e) {
            problem(key, e.getMessage().replaceFirst("\\.$", ""), "Correct the placeholder, or set the value itself.");
            unresolved.add(key);
            return Optional.of(UNRESOLVED);
        }
    }

    /** The value, or the default if the value is not allowed. */
    public String required(String key) {
        var setting = SettingsTable.get(key);
        var value = text(key).orElse("");
        if (setting.accepts(value) && !unresolved.contains(key)) {
            return value;
        }
        invalid(key, value, setting.expected());
        return setting.defaultValue();
    }

    /** Checks all settings whose keys start with one of the prefixes. */
    public void validate(String... prefixes) {
        for (var prefix : prefixes) {
            SettingsTable.tourbus().keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .forEach(this::required);
        }
    }

    public List<String> list(String key) {
        return Setting.items(required(key));
    }

    public boolean flag(String key) {
        return flag(key, false);
    }

    /** @param auto stands for {@code auto} */
    public boolean flag(String key, boolean auto) {
        var value = required(key);
        return value.equals(Setting.AUTO) ? auto : Boolean.parseBoolean(value);
    }

    public int number(String key) {
        return numberOrAuto(key).orElseThrow();
    }

    /** Empty for {@code auto}. */
    public OptionalInt numberOrAuto(String key) {
        var value = required(key);
        return value.equals(Setting.AUTO) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    }

    public Duration seconds(String key) {
        return Setting.seconds(required(key));
    }

    /** Empty if it is blank. */
    public Optional<Instant> instant(String key) {
        return Optional.of(required(key)).filter(value -> !value.isEmpty()).map(Setting::instant);
    }

    /** The constant whose name, in lower case with dashes, is the value. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return choiceOrAuto(key, type).orElseThrow();
    }

    /** Empty for {@code auto}. */
    public <E extends Enum<E>> Optional<E> choiceOrAuto(String key, Class<E> type) {
        return Optional.of(required(key))
                .filter(value -> !value.equals(Setting.AUTO))
                .map(value -> Setting.constant(type, value));
    }

    /** The constants of a list. */
    public <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
        return list(key).stream().map(label -> Setting.constant(type, label)).toList();
    }

    /**
     * Reports an invalid value.
     *
     * @param expected what to set instead, to follow "Use"
     */
    public void invalid(String key, String value, String expected) {
        if (!unresolved.contains(key)) {
            problems.add(
                    value.isEmpty()
                            ? "%s is blank or missing%s. Use %s.".formatted(name(key), origin(key), expected)
                            : "%s is not valid: '%s'%s. Use %s."
                                    .formatted(name(key), masked(value), origin(key), expected));
        }
    }

    /** Hides user and password of a URL. */
    private static String masked(String value) {
        return value.replaceAll("(?<=://)\\S*@", "***@");
    }

    /**
     * Reports another problem with a setting.
     *
     * @param wrong what is wrong, to follow the name of the setting
     * @param remedy what to do, a sentence
     */
    public void problem(String key, String wrong, String remedy) {
        problems.add("%s %s%s. %s".formatted(name(key), wrong, origin(key), remedy));
    }

    /** A setting as the user wrote it: the option or the environment variable, otherwise the key. */
    public String name(String key) {
        return origin.apply(key).filter(Settings::isName).orElse(key);
    }

    /** A setting and where it is set, such as "tourbus.lake.bucket (set on the command line)". */
    public String place(String key) {
        return name(key) + origin(key).replaceFirst("^, (.*)", " ($1)");
    }

    private String origin(String key) {
        return origin.apply(key)
                .filter(where -> !isName(where))
                .map(where -> switch (where) {
                    case SettingsOverrides.COMMAND_LINE -> ", set on the command line";
                    case SettingsOverrides.COMMAND -> ", set by this command";
                    default -> ", set in " + where;
                })
                .orElse("");
    }

    private static boolean isName(String origin) {
        return origin.matches("--.*|'.*'|[A-Z0-9_]+");
    }

    public void problem(String line) {
        problems.add(line);
    }

    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** The problems found so far, each once. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** @throws ConfigurationException if there are problems */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems());
        }
    }
}
