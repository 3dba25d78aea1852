package io.tourbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.settings.Overlay;
import io.tourbus.settings.PropertiesFile;
import io.tourbus.settings.SettingNames;
import io.tourbus.state.DatabaseUrl;
import java.util.List;
import java.util.Optional;

/**
 * What Tourbus would go by if it were started now, and who says so. Shows no secret.
 *
 * @param problems names that are none of a setting, and settings that cannot be had: a line each
 */
public record SettingsInForce(List<Line> lines, List<String> problems) {

    /** @param origin {@code default}, the file, the variable or the option that has set it */
    public record Line(
            @JsonProperty("key") String key,
            @JsonProperty("value") String value,
            @JsonProperty("origin") String origin) {}

    private static final String HIDDEN = "(hidden)";

    /** What there is to say of the settings as they are, sorted by name. */
    public static SettingsInForce of(Overlay overlay) {
        var here = SettingsFile.here();
        return SettingsFile.read(overlay, settings -> {
            var lines = SettingNames.shipped().all().stream()
                    .map(key -> new Line(
                            key,
                            SettingNames.secret(key)
                                    ? hidden(key, overlay, here)
                                    : DatabaseUrl.redacted(settings.text(key).orElse("")),
                            overlay.origin(key).orElseGet(() -> origin(key, here))))
                    .toList();
            return new SettingsInForce(lines, settings.problems());
        });
    }

    private static String origin(String key, Optional<PropertiesFile> here) {
        return here.filter(file -> changed(key, file))
                .map(file -> file.place(key))
                .orElse("default");
    }

    private static boolean changed(String key, PropertiesFile file) {
        var shipped = SettingNames.shipped().shipped(key);
        return !file.values().getProperty(key, shipped).equals(shipped);
    }

    /** Whether a secret is set at all: nobody is asked for one that is kept elsewhere. */
    private static String hidden(String key, Overlay overlay, Optional<PropertiesFile> here) {
        var set = overlay.origin(key)
                .map(origin -> overlay.values().getProperty(key))
                .or(() -> here.filter(file -> changed(key, file))
                        .map(file -> file.values().getProperty(key)));
        return set.filter(value -> !value.isBlank()).map(value -> HIDDEN).orElse("");
    }
}
