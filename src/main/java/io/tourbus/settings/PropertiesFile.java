package io.tourbus.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A properties file with settings, which knows the line of each setting. */
public final class PropertiesFile {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\??([^{}:]+)(:[^{}]*)?}}");

    private final Path path;
    private final List<String> lines;
    private final Properties values = new Properties();

    private PropertiesFile(Path path, String text) throws IOException {
        this.path = path;
        this.lines = text.lines().toList();
        values.load(new StringReader(text));
    }

    /** @throws IllegalArgumentException if it has an invalid escape */
    public static PropertiesFile read(Path path) throws IOException {
        return new PropertiesFile(path, Files.readString(path));
    }

    public Properties values() {
        return values;
    }

    /** Returns the file and the line of a setting. */
    public String place(String key) {
        var line = line(key);
        return line.isPresent() ? "%s line %d".formatted(path, line.getAsInt()) : path.toString();
    }

    /** Returns the line of a setting. If it is set several times, the last line counts. */
    public OptionalInt line(String key) {
        var start = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*([=:\\s].*)?");
        return IntStream.rangeClosed(1, lines.size())
                .filter(number -> start.matcher(lines.get(number - 1)).matches())
                .max();
    }

    /** Returns the settings that differ from an earlier version of the file, and those that refer to them. */
    public SortedSet<String> changedFrom(PropertiesFile before) {
        SortedSet<String> changed = new TreeSet<>(before.values.stringPropertyNames());
        changed.addAll(values.stringPropertyNames());
        changed.removeIf(key -> Objects.equals(values.getProperty(key), before.values.getProperty(key)));
        while (changed.addAll(referringTo(changed))) {
            // Repeat for references to references.
        }
        return changed;
    }

    private Set<String> referringTo(Set<String> names) {
        return values.stringPropertyNames().stream()
                .filter(key -> REFERENCE
                        .matcher(values.getProperty(key))
                        .results()
                        .anyMatch(reference -> names.contains(reference.group(1))))
                .collect(Collectors.toSet());
    }

    /** Returns a problem for each unknown setting. */
    public List<String> problems() {
        return values.stringPropertyNames().stream()
                .filter(key -> SettingsTable.unknownKey(key, "").isPresent())
                .sorted()
                .flatMap(key -> SettingsTable.unknownKey(key, "in " + place(key)).stream())
                .toList();
    }

    /** Returns why a file cannot be read. */
    static String reason(Path path, Exception failure) {
        return Files.exists(path) ? String.valueOf(failure.getMessage()) : "no such file";
    }
}
