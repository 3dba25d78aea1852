package io.tourbus.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.settings.PropertiesFile;
import io.tourbus.settings.Setting;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import io.tourbus.state.db.DatabaseUrl;
import java.util.List;
import java.util.Optional;

/**
 * The settings that apply, without secrets, and where each is set.
 *
 * @param problems unknown names, and values that cannot be resolved
 */
public record EffectiveSettings(List<Line> lines, List<String> problems) {

    /** @param origin {@code default}, or the file, the variable or the option that sets it */
    public record Line(
            @JsonProperty("key") String key,
            @JsonProperty("value") String value,
            @JsonProperty("origin") String origin) {}

    private static final String HIDDEN = "(hidden)";

    /** All settings, sorted by key. */
    public static EffectiveSettings of(SettingsOverrides overlay) {
        var here = SettingsFile.here();
        return SettingsFile.read(overlay, settings -> {
            var lines = SettingsTable.tourbus().values().stream()
                    .map(setting -> {
                        var edited = here.filter(file -> edited(setting, file));
                        var value = setting.secret()
                                ? hidden(setting.key(), overlay, edited)
                                : DatabaseUrl.redacted(
                                        settings.text(setting.key()).orElse(""));
                        var origin =
                                overlay.origin(setting.key()).or(() -> edited.map(file -> file.place(setting.key())));
                        return new Line(setting.key(), value, origin.orElse("default"));
                    })
                    .toList();
            return new EffectiveSettings(lines, settings.problems());
        });
    }

    private static boolean edited(Setting setting, PropertiesFile file) {
        return !file.values().getProperty(setting.key(), setting.shipped()).equals(setting.shipped());
    }

    /** Whether a secret is set, without resolving it: no vault is asked. */
    private static String hidden(String key, SettingsOverrides overlay, Optional<PropertiesFile> edited) {
        var value = overlay.origin(key).isPresent()
                ? overlay.values().getProperty(key)
                : edited.map(file -> file.values().getProperty(key)).orElse("");
        return value.isBlank() ? "" : HIDDEN;
    }
}
