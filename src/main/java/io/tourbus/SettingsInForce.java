package io.tourbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.settings.Overlay;
import io.tourbus.settings.SettingNames;
import io.tourbus.state.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** What Tourbus would go by if it were started now, and who says so. Shows no secret. */
public final class SettingsInForce {

    /** @param origin {@code default}, the file, the variable or the option that has set it */
    public record Line(
            @JsonProperty("key") String key,
            @JsonProperty("value") String value,
            @JsonProperty("origin") String origin) {}

    private static final String FILE = "application.properties";
    private static final String HIDDEN = "(hidden)";

    private SettingsInForce() {}

    /** All settings, sorted by name. */
    public static List<Line> of(Overlay overlay) {
        var names = SettingNames.shipped();
        var file = Bus.folder().resolve(FILE);
        var here = here(file);
        return SettingsFile.read(
                overlay,
                settings -> names.all().stream()
                        .map(key -> new Line(
                                key,
                                shown(key, settings.text(key).orElse("")),
                                overlay.origin(key)
                                        .orElse(
                                                here.getProperty(key, names.shipped(key))
                                                                .equals(names.shipped(key))
                                                        ? "default"
                                                        : file.toString())))
                        .toList());
    }

    private static Properties here(Path file) {
        var properties = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return properties;
    }

    private static String shown(String key, String value) {
        if (SettingNames.secret(key)) {
            return value.isEmpty() ? "" : HIDDEN;
        }
        return DatabaseUrl.redacted(value);
    }
}
