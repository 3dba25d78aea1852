package io.tourbus.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Settings from other places than {@code application.properties}, with their origins. In order of increasing precedence: the
 * file of {@value #FILE}, the command itself, the environment, the command line. Reports names that are not settings.
 */
public final class SettingsOverrides {

    /** Variable that names another file of settings. */
    public static final String FILE = "TOURBUS_CONFIG";

    private static final char REPLACEMENT_CHARACTER = '\uFFFD';

    static final String COMMAND = "this command";
    public static final String COMMAND_LINE = "command line";

    private record Entry(String value, String origin) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private String options = "";

    private SettingsOverrides() {}

    /** Creates overrides from the environment of this process. */
    public static SettingsOverrides of(Map<String, String> command) {
        return of(command, System.getenv(), Map.of());
    }

    /** Creates overrides with settings from the command line. */
    public static SettingsOverrides of(
            Map<String, String> command, Map<String, String> environment, Map<String, String> set) {
        return of(command, environment, set, key -> COMMAND_LINE);
    }

    /**
     * Creates overrides with other origins than the command line.
     *
     * @param command defaults of the command
     * @param set settings that take precedence over all others
     * @param setBy the origin of each of these settings
     */
    public static SettingsOverrides of(
            Map<String, String> command,
            Map<String, String> environment,
            Map<String, String> set,
            UnaryOperator<String> setBy) {
        var overrides = new SettingsOverrides();
        Optional.ofNullable(environment.get(FILE))
                .filter(name -> !name.isBlank())
                .ifPresent(name -> overrides.file(Path.of(name.strip())));
        command.forEach((key, value) -> overrides.put(key, value, COMMAND));
        overrides.environment(new TreeMap<>(environment));
        overrides.set(set, setBy);
        return overrides;
    }

    /** These overrides with more settings, which take precedence. @param setBy the origin of each of them */
    public SettingsOverrides with(Map<String, String> set, UnaryOperator<String> setBy) {
        var all = new SettingsOverrides();
        all.entries.putAll(entries);
        all.problems.addAll(problems);
        all.set(set, setBy);
        return all;
    }

    private void set(Map<String, String> set, UnaryOperator<String> setBy) {
        set.forEach((key, value) -> {
            var origin = setBy.apply(key);
            SettingsTable.unknownKey(key, origin.equals(COMMAND_LINE) ? "on the command line" : "in " + origin)
                    .ifPresent(problems::add);
            put(key, value, origin);
        });
        options = SettingsTable.typed(set);
    }

    /** Returns the origin of a setting from the command line: its option, if it has one. */
    public static String option(String key) {
        return SettingsTable.find(key)
                .flatMap(setting -> setting.column("option"))
                .orElse(COMMAND_LINE);
    }

    /** Whether a problem is one of an option or argument, so that the user corrects the command and not the configuration. */
    public static boolean isTyped(String problem) {
        return problem.startsWith("--") || problem.contains(", set on the command line");
    }

    private void put(String key, String value, String origin) {
        entries.put(key, new Entry(value, origin));
    }

    private void file(Path path) {
        try {
            var file = PropertiesFile.read(path);
            problems.addAll(file.problems());
            file.values()
                    .stringPropertyNames()
                    .forEach(key -> put(key, file.values().getProperty(key), file.place(key)));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(unreadable(path.toString(), FILE, e));
        }
    }

    /**
     * Reports text whose characters were lost, because the locale of the process does not support them.
     *
     * @param name what the text is, to begin the message
     */
    public static Optional<String> lostCharacters(String name, String text) {
        return text.indexOf(REPLACEMENT_CHARACTER) < 0
                ? Optional.empty()
                : Optional.of(
                        "%s has characters that cannot be read in the character set of the locale (%s). Set LC_ALL=C.UTF-8."
                                .formatted(name, System.getProperty("sun.jnu.encoding")));
    }

    private static String unreadable(String path, String variable, Exception failure) {
        return "The file of %s cannot be read: %s (%s). Correct the path."
                .formatted(variable, path, PropertiesFile.reason(Path.of(path), failure));
    }

    private void environment(Map<String, String> variables) {
        variables.keySet().forEach(name -> SettingsTable.unknownVariable(name).ifPresent(problems::add));
        for (var setting : SettingsTable.tourbus().values()) {
            setting.variables().stream()
                    .filter(variables::containsKey)
                    .findFirst()
                    .ifPresent(name -> {
                        lostCharacters(name, variables.get(name)).ifPresent(problems::add);
                        put(setting.key(), variables.get(name), name);
                    });
            setting.fileVariables().stream()
                    .filter(name -> !variables.getOrDefault(name, "").isBlank())
                    .findFirst()
                    .ifPresent(name -> secret(setting.key(), name, variables));
        }
    }

    private void secret(String key, String fileVariable, Map<String, String> variables) {
        var variable = fileVariable.replaceFirst("_FILE$", "");
        if (!variables.getOrDefault(variable, "").isBlank()) {
            problems.add("%s and %s are both set. Set only one of them.".formatted(variable, fileVariable));
        }
        var file = variables.get(fileVariable).strip();
        try {
            put(key, Files.readString(Path.of(file)).strip(), fileVariable);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(unreadable(file, fileVariable, e));
        }
    }

    /** By key. */
    public Properties values() {
        var values = new Properties();
        entries.forEach((key, entry) -> values.setProperty(key, entry.value()));
        return values;
    }

    /** Where a setting is set: a file with its line, a variable, an option; empty if it is not set here. */
    public Optional<String> origin(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::origin);
    }

    /** The options of the command line that set something; blank if there are none. */
    public String options() {
        return options;
    }

    /** Unknown names and unreadable files. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
