package io.tourbus.app.settings;

import io.tourbus.settings.PropertiesFile;
import io.tourbus.settings.Setting;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import io.tourbus.state.db.DatabaseUrl;
import java.util.List;
import java.util.Optional;

/**
 * The value of each setting as text, and where it was set, for {@code tourbus config show}. Secrets are hidden.
 *
 * @param problems unknown names, and values that cannot be resolved
 */
public record EffectiveSettings(List<Line> lines, List<String> problems) {

    /** @param origin {@code default}, or the file, the variable or the option that sets it */
    public record Line(String key, String value, String origin) {}

    private static final String HIDDEN = "(hidden)";

    /** All settings, sorted by key. */
    public static EffectiveSettings read(SettingsOverrides overrides) {
        var homeFile = SettingsFile.readHomeFile();
        return SettingsFile.read(overrides, settings -> {
            var lines = SettingsTable.tourbus().values().stream()
                    .map(setting -> {
                        var edited = homeFile.filter(file -> edited(setting, file));
                        var value = setting.secret()
                                ? hidden(setting.key(), overrides, edited)
                                : DatabaseUrl.redacted(
                                        settings.text(setting.key()).orElse(""));
                        var origin =
                                overrides.origin(setting.key()).or(() -> edited.map(file -> file.place(setting.key())));
                        return new Line(setting.key(), value, origin.orElse("default"));
                    })
                    .toList();
            return new EffectiveSettings(lines, settings.problems());
        });
    }

    private static boolean edited(Setting setting, PropertiesFile file) {
        return !file.values().getProperty(setting.key(), setting.shipped()).equals(setting.shipped());
    }

    /** Shows whether a secret is set. It does not resolve the value, so that no vault is called. */
    private static String hidden(String key, SettingsOverrides overrides, Optional<PropertiesFile> edited) {
        var value = overrides.origin(key).isPresent()
                ? overrides.values().getProperty(key)
                : edited.map(file -> file.values().getProperty(key)).orElse("");
        return value.isBlank() ? "" : HIDDEN;
    }
}
