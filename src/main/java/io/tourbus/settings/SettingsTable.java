package io.tourbus.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.Levenshtein;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** All settings, as {@code settings.yaml} declares them, and checks of names against them. */
public final class SettingsTable {

    /** Keys of other settings belong to Camel or to the user's own routes. */
    public static final String PREFIX = "tourbus.";

    /** Variables of the launchers and the log. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("TOURBUS_HOME", "TOURBUS_CONFIG", "TOURBUS_LOG_FORMAT", "TOURBUS_LOG_LEVEL", "TOURBUS_TRACE");

    /** Variables that Kubernetes sets in all containers if a service is named tourbus. */
    private static final Pattern KUBERNETES_VARIABLES = Pattern.compile("TOURBUS_(SERVICE|PORT)(_.*)?");

    /** A setting that each source has. */
    private static final Pattern SETTING_OF_SOURCE = Pattern.compile("tourbus\\.([^.]+)\\.slices-at-once");

    private static final Map<String, Setting> SETTINGS = read();

    /** Settings that are not in the table, because a file of the user declares them. */
    private static volatile Map<String, Setting> declared = Map.of();

    /** The beginnings of settings and variables that a file which cannot be read may declare. */
    private static volatile List<String> undeclared = List.of();

    private static final Pattern TOURBUS_VARIABLES = Pattern.compile(
            "TOURBUS_.*|API_(%s)_.*".formatted(String.join("|", sources()).toUpperCase(Locale.ROOT)));

    /** The keys of settings by their names in Lambda events and in options of {@code tourbus run}. */
    private static final Map<String, String> RUN_OPTIONS = new TreeMap<>();

    static {
        all().forEach(setting -> setting.event().ifPresent(name -> RUN_OPTIONS.put(name, setting.key())));
    }

    private SettingsTable() {}

    private static Map<String, Setting> read() {
        try (var file = SettingsTable.class.getResourceAsStream("settings.yaml")) {
            Map<String, Setting> settings = new LinkedHashMap<>();
            var yaml = new Load(
                    LoadSettings.builder().setSchema(new FailsafeSchema()).build());
            for (var item : (List<?>) yaml.loadFromInputStream(file)) {
                var group = (Map<?, ?>) item;
                ((Map<?, ?>) group.get("settings")).forEach((name, columns) -> {
                    var key = (String) name;
                    settings.put(key, new Setting(key, (String) group.get("group"), (Map<?, ?>) columns));
                });
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the settings that are not in the table. Called before settings are read. */
    public static void declare(Collection<Setting> settings) {
        declare(settings, Set.of());
    }

    /** @param unreadable sources whose settings are not known, so that none of them is reported as unknown */
    public static void declare(Collection<Setting> settings, Collection<String> unreadable) {
        undeclared = unreadable.stream()
                .flatMap(source -> Stream.of(
                        "%s%s.".formatted(PREFIX, source),
                        "TOURBUS_%s_".formatted(source.toUpperCase(Locale.ROOT).replace('-', '_'))))
                .toList();
        Map<String, Setting> all = new LinkedHashMap<>();
        settings.forEach(setting -> all.put(setting.key(), setting));
        declared = Collections.unmodifiableMap(all);
    }

    /** The defaults of the settings that are not in the table, and therefore in no file that Tourbus ships. */
    public static Properties declaredDefaults() {
        var defaults = new Properties();
        declared.values().forEach(setting -> defaults.setProperty(setting.key(), setting.shipped()));
        return defaults;
    }

    /** All settings in the order of the table, including Camel's. */
    public static Collection<Setting> all() {
        return SETTINGS.values();
    }

    /** The settings of Tourbus itself, by key. */
    public static Map<String, Setting> tourbus() {
        Map<String, Setting> tourbus = new TreeMap<>(SETTINGS);
        tourbus.putAll(declared);
        tourbus.keySet().removeIf(key -> !key.startsWith(PREFIX));
        return tourbus;
    }

    /** The names of the sources that have settings. */
    static List<String> sources() {
        return Stream.concat(standardSources().stream(), names(declared.keySet()).stream())
                .toList();
    }

    /** The names of the sources in the table. */
    static List<String> standardSources() {
        return names(SETTINGS.keySet());
    }

    private static List<String> names(Collection<String> keys) {
        return keys.stream()
                .map(SETTING_OF_SOURCE::matcher)
                .filter(Matcher::matches)
                .map(setting -> setting.group(1))
                .toList();
    }

    /** The names of the settings that can be set for a single run: {@code since}, {@code countries}. */
    public static Set<String> runOptions() {
        return RUN_OPTIONS.keySet();
    }

    /**
     * Converts options of a run to settings. Countries also clear the configured states and cities, which belong to other
     * countries: see the column {@code clears}. A limit also sets the number of concurrent slices of each source to 1.
     *
     * @param options values by {@linkplain #runOptions() name}
     */
    public static Map<String, String> settingsOfRun(Map<String, String> options) {
        Map<String, String> settings = new LinkedHashMap<>();
        options.keySet()
                .forEach(name ->
                        get(RUN_OPTIONS.get(name)).clears().forEach(key -> settings.put(key, get(key).cleared())));
        if (options.containsKey("limit")) {
            sources().forEach(source -> settings.put("tourbus.%s.slices-at-once".formatted(source), "1"));
        }
        options.forEach((name, value) -> settings.put(RUN_OPTIONS.get(name), value));
        return settings;
    }

    /** Settings as options of the command line. Secrets are hidden. */
    public static String typed(Map<String, String> settings) {
        var order = List.copyOf(SETTINGS.keySet());
        return settings.entrySet().stream()
                .sorted(Comparator.comparing(set -> order.indexOf(set.getKey())))
                .filter(set -> !set.getValue().isBlank())
                .filter(set -> !settings.containsKey("tourbus.run.limit")
                        || !SETTING_OF_SOURCE.matcher(set.getKey()).matches())
                .map(set -> typed(set.getKey(), set.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String typed(String key, String value) {
        var setting = find(key);
        var option = setting.flatMap(known -> known.column("option"));
        if (option.isPresent() && value.equals("true")) {
            return option.get();
        }
        var shown = setting.filter(Setting::secret).isPresent() || setting.isEmpty() ? "***" : value;
        var quoted = shown.matches("[^\\s'\"]*") ? shown : "'%s'".formatted(shown);
        return option.map(name -> "%s %s".formatted(name, quoted)).orElse("--set %s=%s".formatted(key, quoted));
    }

    /** The field of JSON that sets a setting of a run, such as {@code 'since'}. */
    public static String field(String key) {
        return find(key).flatMap(Setting::event).map("'%s'"::formatted).orElse(key);
    }

    /** Replaces the fields of JSON in a message by the options that the user typed. */
    public static String fieldsAsOptions(String message) {
        return Pattern.compile("'([a-z-]+)'(?!\\.)")
                .matcher(message)
                .replaceAll(field -> "--"
                        + Optional.ofNullable(RUN_OPTIONS.get(field.group(1)))
                                .map(key -> option(key).substring(2))
                                .orElse(field.group(1)));
    }

    private static String option(String key) {
        return get(key).column("option").orElse("--" + key);
    }

    /** The setting of an option of a run. @param name one of {@link #runOptions()} */
    public static Setting ofRunOption(String name) {
        return get(RUN_OPTIONS.get(name));
    }

    public static Optional<Setting> find(String key) {
        return Optional.ofNullable(SETTINGS.get(key)).or(() -> Optional.ofNullable(declared.get(key)));
    }

    /** @throws IllegalArgumentException if there is no such setting */
    public static Setting get(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("Unknown setting: " + key));
    }

    /** Returns whether a setting belongs to neither Tourbus nor Camel, so that only the user's routes can refer to it. */
    public static boolean isOwn(String key) {
        return !key.startsWith(PREFIX) && !key.startsWith("camel.");
    }

    public static Setting.Reload reload(String key) {
        return isOwn(key)
                ? Setting.Reload.AT_ONCE
                : find(key).map(Setting::reload).orElse(Setting.Reload.NEXT_START);
    }

    /**
     * Reports an unknown setting. User settings are allowed unless their name resembles one of Tourbus. Camel checks its options
     * itself.
     *
     * @param place where it is set, to follow "set"
     */
    static Optional<String> unknownKey(String key, String place) {
        if (key.startsWith("camel.") || find(key).isPresent() || isUndeclared(key)) {
            return Optional.empty();
        }
        var similar = similar(key, tourbus().keySet());
        return isOwn(key) && similar.isEmpty()
                ? Optional.empty()
                : Optional.of("Unknown setting: %s, set %s. %s".formatted(key, place, suggestion(similar)));
    }

    /** Reports an unknown environment variable with the prefix of Tourbus's variables. */
    static Optional<String> unknownVariable(String name) {
        if (!TOURBUS_VARIABLES.matcher(name).matches()
                || KUBERNETES_VARIABLES.matcher(name).matches()
                || isUndeclared(name)) {
            return Optional.empty();
        }
        var known = Stream.concat(
                        OTHER_VARIABLES.stream(),
                        tourbus().values().stream()
                                .flatMap(setting -> Stream.of(setting.variables(), setting.fileVariables()))
                                .flatMap(List::stream))
                .collect(Collectors.toSet());
        return known.contains(name)
                ? Optional.empty()
                : Optional.of("Unknown environment variable: %s. %s".formatted(name, suggestion(similar(name, known))));
    }

    private static boolean isUndeclared(String name) {
        return undeclared.stream().anyMatch(name::startsWith);
    }

    private static String suggestion(Optional<String> similar) {
        return similar.map("Did you mean %s?"::formatted).orElse("See docs/settings.md.");
    }

    /** The name that a misspelt name stands for, most likely. */
    public static Optional<String> similar(String name, Collection<String> known) {
        var maxDistance = Math.max(2, name.length() / 6);
        return known.stream()
                .filter(other -> Levenshtein.distance(name, other) <= maxDistance)
                .min(Comparator.comparing(other -> Levenshtein.distance(name, other)));
    }
}
