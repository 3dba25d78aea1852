package io.tourbus.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/** A file of settings, and where in it each one stands. */
public final class PropertiesFile {

    private final Path path;
    private final List<String> lines;
    private final Properties values = new Properties();

    private PropertiesFile(Path path, String text) throws IOException {
        this.path = path;
        this.lines = text.lines().toList();
        values.load(new StringReader(text));
    }

    /** @throws IllegalArgumentException when it has an escape that is none */
    public static PropertiesFile read(Path path) throws IOException {
        return new PropertiesFile(path, Files.readString(path));
    }

    public Properties values() {
        return values;
    }

    /** The file and the line of a setting that it has: of several, the last, which counts. */
    public String place(String key) {
        var start = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*([=:\\s].*)?");
        for (int number = lines.size(); number > 0; number--) {
            if (start.matcher(lines.get(number - 1)).matches()) {
                return "%s line %d".formatted(path, number);
            }
        }
        return path.toString();
    }

    /** The names that are none of a setting, a line each. */
    public List<String> problems() {
        var names = SettingNames.shipped();
        return values.stringPropertyNames().stream()
                .sorted()
                .flatMap(key -> names.problem(key).map(problem -> place(key) + ": " + problem).stream())
                .toList();
    }

    /** Why a file cannot be read, in a few words. */
    static String reason(Path path, Exception failure) {
        return Files.exists(path) ? String.valueOf(failure.getMessage()) : "there is no such file";
    }
}
