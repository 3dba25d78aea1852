package io.tourbus;

import io.tourbus.settings.Overlay;
import io.tourbus.settings.Settings;
import java.io.IOException;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** The settings, for what needs them without the routes. */
final class SettingsFile {

    private SettingsFile() {}

    /**
     * Reads settings while they can be looked up.
     *
     * @param overlay what is set beside the file
     */
    static <T> T read(Overlay overlay, Function<Settings, T> reading) {
        try (var camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setLocation(Bus.home() + "application.properties");
            camel.getPropertiesComponent().setOverrideProperties(overlay.values());
            camel.build();
            return reading.apply(of(camel, overlay));
        } catch (IOException e) {
            throw new IllegalStateException("a context that was not started closes", e);
        }
    }

    /** The settings as Camel reads them; names that are none of a setting are problems. */
    static Settings of(CamelContext camel, Overlay overlay) {
        var properties = (PropertiesComponent) camel.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        var settings = new Settings(key -> properties.resolveProperty(key).orElse(null));
        overlay.problems().forEach(settings::problem);
        return settings;
    }
}
