package io.tourbus;

import io.tourbus.settings.Settings;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.camel.impl.DefaultCamelContext;

/** The settings, for what needs them without the routes. */
final class SettingsFile {

    private SettingsFile() {}

    /**
     * Reads settings while they can be looked up.
     *
     * @param overrides settings that win over the file; {@code TOURBUS_*} in the environment wins over both
     */
    static <T> T read(Map<String, String> overrides, Function<Settings, T> reading) {
        try (var camel = new DefaultCamelContext()) {
            var properties = new Properties();
            properties.putAll(overrides);
            camel.getPropertiesComponent().setLocation(Bus.home() + "application.properties");
            camel.getPropertiesComponent().setOverrideProperties(properties);
            camel.build();
            return reading.apply(new Settings(
                    key -> camel.getPropertiesComponent().resolveProperty(key).orElse(null)));
        } catch (IOException e) {
            throw new IllegalStateException("a context that was not started closes", e);
        }
    }
}
