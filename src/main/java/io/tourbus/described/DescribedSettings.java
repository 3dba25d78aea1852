package io.tourbus.described;

import io.tourbus.settings.Setting;
import io.tourbus.settings.Settings;
import io.tourbus.source.SourceSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a described source.
 *
 * @param credentials by name; not part of {@link #toString()}
 * @param own the settings that the description adds, by name
 * @param configured whether everything is set that the source needs
 * @param credentialVariables the variables of the required settings, or else the one that enables the source
 * @param credentialPlaces where the required settings are set
 */
record DescribedSettings(
        Map<String, String> credentials,
        Map<String, String> own,
        boolean configured,
        List<String> credentialVariables,
        List<String> credentialPlaces,
        int requestsPerDay,
        int slicesAtOnce)
        implements SourceSettings {

    private static final String ENABLED = "enabled";

    /** The names that the settings of a description must not have. */
    static final List<String> RESERVED = List.of(
            ENABLED,
            "base-url",
            "millis-per-request",
            "requests-per-day",
            "slices-at-once",
            "api-key",
            "user",
            "password",
            "token",
            "client-id",
            "client-secret",
            "token-url");

    static String key(String source, String name) {
        return "tourbus.%s.%s".formatted(source, name);
    }

    static List<Setting> declare(String source, Description description) {
        Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
        var title = description.title();
        for (var name : description.authentication().settings()) {
            rows.put(
                    name,
                    row(
                            "text",
                            "",
                            "Credential of %s: %s.".formatted(title, name),
                            "secret",
                            "true",
                            "blank",
                            unread(title)));
        }
        description.settings().forEach((name, own) -> {
            var blank = own.required() ? unread(title) : "nothing";
            rows.put(
                    name,
                    row(
                            own.type(),
                            orBlank(own.defaultValue()),
                            own.description(),
                            "blank",
                            blank,
                            "reload",
                            "next-run"));
        });
        if (required(description).isEmpty()) {
            rows.put(ENABLED, row("boolean", "false", "Whether %s is read.".formatted(title)));
        }
        rows.put("base-url", row("url", description.baseUrl(), "Address of the API of %s.".formatted(title)));
        if (description.authentication().usesTokens()) {
            rows.put(
                    "token-url",
                    row(
                            "url",
                            description.authentication().tokenUrl(),
                            "Address of the token endpoint of " + title + "."));
        }
        rows.put(
                "millis-per-request",
                number(description.millisPerRequest(), 1, 60_000, "Milliseconds from one request to the next."));
        rows.put(
                "requests-per-day",
                number(description.requestsPerDay(), 0, 100_000_000, "Maximum requests per day; 0 for no limit."));
        rows.put(
                "slices-at-once",
                number(description.slicesAtOnce(), 1, 64, "How many slices are read at the same time."));
        return rows.entrySet().stream()
                .map(row -> new Setting(key(source, row.getKey()), title, row.getValue()))
                .toList();
    }

    private static String orBlank(String value) {
        return value == null ? "" : value;
    }

    private static String unread(String title) {
        return title + " is not read";
    }

    private static Map<String, Object> number(int value, int min, int max, String text) {
        return row(
                "integer",
                String.valueOf(value),
                text,
                "min",
                String.valueOf(min),
                "max",
                String.valueOf(max),
                "reload",
                "at-once");
    }

    private static Map<String, Object> row(String type, String defaultValue, String text, String... others) {
        Map<String, Object> row = new HashMap<>(Map.of("type", type, "default", defaultValue, "text", text));
        for (var i = 0; i < others.length; i += 2) {
            row.put(others[i], others[i + 1]);
        }
        return row;
    }

    private static List<String> required(Description description) {
        return Stream.concat(
                        description.authentication().settings().stream(),
                        description.settings().entrySet().stream()
                                .filter(setting -> setting.getValue().required())
                                .map(Map.Entry::getKey))
                .toList();
    }

    static DescribedSettings read(String source, Description description, Settings settings) {
        settings.validate(key(source, ""));
        Map<String, String> credentials = new LinkedHashMap<>();
        for (var name : description.authentication().settings()) {
            settings.text(key(source, name)).ifPresent(value -> credentials.put(name, value));
        }
        Map<String, String> own = new LinkedHashMap<>();
        description.settings().keySet().forEach(name -> own.put(name, settings.required(key(source, name))));
        var required = new ArrayList<>(required(description));
        var missing = required.stream()
                .filter(name -> settings.text(key(source, name)).isEmpty())
                .toList();
        if (!missing.isEmpty() && missing.size() < required.size()) {
            missing.forEach(name -> settings.problem(
                    key(source, name),
                    "is blank, but other settings of %s are set".formatted(description.title()),
                    "Set it as well."));
        }
        var enabled = !required.isEmpty() || settings.flag(key(source, ENABLED));
        var variables = required.isEmpty() ? List.of(ENABLED) : required;
        return new DescribedSettings(
                Map.copyOf(credentials),
                Map.copyOf(own),
                enabled && missing.isEmpty(),
                variables.stream().map(name -> variable(source, name)).toList(),
                required.stream().map(name -> settings.place(key(source, name))).toList(),
                settings.number(key(source, "requests-per-day")),
                settings.number(key(source, "slices-at-once")));
    }

    private static String variable(String source, String name) {
        return key(source, name).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The values of a setting that is a list. */
    List<String> list(String name) {
        return Arrays.stream(own.getOrDefault(name, "").split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    /** A text in which {@code {name}} stands for settings. */
    String resolve(String text) {
        var resolved = text;
        for (var setting : own.entrySet()) {
            resolved = resolved.replace("{%s}".formatted(setting.getKey()), setting.getValue());
        }
        return resolved;
    }

    /** The settings that determine what a run reads. */
    String fingerprint() {
        return own.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    @Override
    public String account() {
        return credentials.isEmpty() ? "-" : credentials.values().iterator().next();
    }

    @Override
    public boolean optional() {
        return true;
    }

    @Override
    public String toString() {
        return "DescribedSettings[%s]".formatted(own);
    }
}
