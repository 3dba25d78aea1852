package io.tourbus.settings;

import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/** Settings as properties of a Camel context that starts without Camel Main. */
public final class CamelProperties {

    private CamelProperties() {}

    /**
     * Reads a file, with the defaults below it, and the variables and options of the user above it.
     *
     * @param location of the file for Camel
     */
    public static void read(CamelContext camel, String location, SettingsOverrides overrides) {
        var properties = (PropertiesComponent) camel.getPropertiesComponent();
        useUtf8(camel);
        properties.setLocation(location);
        properties.setInitialProperties(SettingsTable.declaredDefaults());
        properties.setOverrideProperties(overrides.values());
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        SettingFunction.all(camel).forEach(properties::addPropertiesFunction);
    }

    /** Makes Camel read properties files as UTF-8; its default is ISO 8859-1. Call it before Camel reads them. */
    public static void useUtf8(CamelContext camel) {
        ((PropertiesComponent) camel.getPropertiesComponent()).setEncoding(StandardCharsets.UTF_8.name());
    }
}
