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
import java.util.stream.Stream;

/**
 * What is set beside {@code application.properties}, and by whom. Later layers win: a file of the user's own, what a command
 * wants, the environment, {@code --set}. Remembers which names are none of a setting.
 */
public final class Overlay {

    /** The variable that names a file of the user's own. */
    public static final String FILE = "TOURBUS_CONFIG";

    private record Entry(String value, String origin) {}

    private final SettingNames names = SettingNames.shipped();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Overlay() {}

    /** What a command wants, and the environment of this process. */
    public static Overlay of(Map<String, String> command) {
        return of(command, System.getenv(), Map.of());
    }

    /**
     * @param command what a command wants unless the environment says otherwise
     * @param set what the command line says, by options of a command or by {@code --set}
     */
    public static Overlay of(Map<String, String> command, Map<String, String> environment, Map<String, String> set) {
        var overlay = new Overlay();
        Optional.ofNullable(environment.get(FILE))
                .filter(name -> !name.isBlank())
                .ifPresent(name -> overlay.file(Path.of(name.strip())));
        command.forEach((key, value) -> overlay.put(key, value, "this command"));
        overlay.environment(new TreeMap<>(environment));
        set.forEach((key, value) -> {
            overlay.names.problem(key).map("--set "::concat).ifPresent(overlay.problems::add);
            overlay.put(key, value, "command line");
        });
        return overlay;
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

    private static String unreadable(String path, String variable, Exception failure) {
        return "%s, which %s names, cannot be read: %s"
                .formatted(path, variable, PropertiesFile.reason(Path.of(path), failure));
    }

    private void environment(Map<String, String> variables) {
        variables.keySet().forEach(name -> names.problemOfVariable(name).ifPresent(problems::add));
        for (var key : names.all()) {
            var variable = SettingNames.variable(key);
            if (variables.containsKey(variable)) {
                put(key, variables.get(variable), variable);
            } else {
                names.alias(key)
                        .filter(variables::containsKey)
                        .ifPresent(alias -> put(key, variables.get(alias), alias));
            }
        }
        SettingNames.secrets().forEach(key -> secret(key, variables));
    }

    private void secret(String key, Map<String, String> variables) {
        var holding = Stream.concat(Stream.of(SettingNames.variable(key)), names.alias(key).stream());
        holding.filter(name -> !variables.getOrDefault(name + "_FILE", "").isBlank())
                .findFirst()
                .ifPresent(name -> {
                    var file = variables.get(name + "_FILE").strip();
                    if (!variables.getOrDefault(name, "").isBlank()) {
                        problems.add("%s and %1$s_FILE are both set: set one of them".formatted(name));
                    }
                    try {
                        put(key, Files.readString(Path.of(file)).strip(), name + "_FILE");
                    } catch (IOException | IllegalArgumentException e) {
                        problems.add(unreadable(file, name + "_FILE", e));
                    }
                });
    }

    /** By key. */
    public Properties values() {
        var values = new Properties();
        entries.forEach((key, entry) -> values.setProperty(key, entry.value()));
        return values;
    }

    /** Who has set a setting; empty where nobody has. */
    public Optional<String> origin(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::origin);
    }

    /** The names that are none of a setting, and the files that cannot be read: a line each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
