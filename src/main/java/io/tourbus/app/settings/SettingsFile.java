package io.tourbus.app.settings;

import io.tourbus.settings.CamelProperties;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.PropertiesFile;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** Reads {@code application.properties} and the settings that override it, without starting routes. */
public final class SettingsFile {

    /** Camel's message about an unknown placeholder. */
    private static final Pattern NOT_FOUND = Pattern.compile("Property with key \\[(.*?)] not found");

    /** Camel's vaults. If the component of a vault is missing, Camel returns the name of the secret as its value. */
    private static final Pattern VAULT =
            Pattern.compile("\\{\\{(aws|azure|cyberark|gcp|hashicorp|ibm|secret|configmap):");

    private SettingsFile() {}

    /**
     * Passes the settings to {@code reading}. They cannot be looked up after it returns.
     *
     * @param overrides settings that win over the file
     */
    public static <T> T read(SettingsOverrides overrides, Function<Settings, T> reading) {
        Home.requireSettings();
        try (var camel = new DefaultCamelContext()) {
            CamelProperties.read(camel, Home.location() + Home.SETTINGS, overrides);
            camel.build();
            return reading.apply(load(camel, overrides));
        } catch (IOException e) {
            throw new IllegalStateException("a context that was not started can be closed", e);
        }
    }

    /** The settings as Camel resolves them. Unknown names become problems. */
    public static Settings load(CamelContext camel, SettingsOverrides overrides) {
        var properties = (PropertiesComponent) camel.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        var vault = camel.getVaultConfiguration().aws();
        vault.setDefaultCredentialsProvider(true);
        vault.setRegion(properties.resolveProperty("tourbus.aws.region").orElse(""));
        var homeFile = readHomeFile();
        var settings = new Settings(
                key -> resolve(properties, key),
                key -> overrides
                        .origin(key)
                        .or(() -> homeFile.filter(file -> file.values().containsKey(key))
                                .map(file -> file.place(key))));
        homeFile.ifPresent(file -> file.problems().forEach(settings::problem));
        overrides.problems().forEach(settings::problem);
        return settings;
    }

    /** The file in the home folder; empty if there is none. */
    public static Optional<PropertiesFile> readHomeFile() {
        var path = Home.path().resolve(Home.SETTINGS);
        try {
            return Home.exists() && Files.exists(path) ? Optional.of(PropertiesFile.read(path)) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    List.of("The settings cannot be read: %s (%s). Correct the file or its permissions."
                            .formatted(path, e.getMessage())));
        }
    }

    private static String resolve(PropertiesComponent properties, String key) {
        var vault = VAULT.matcher(properties.loadProperties(key::equals).getProperty(key, ""));
        if (vault.find() && properties.getPropertiesFunction(vault.group(1)) == null) {
            throw new IllegalArgumentException(
                    "uses an unsupported vault: {{%s:…}}; only {{aws:…}} is available".formatted(vault.group(1)));
        }
        try {
            return properties.parseUri("{{%s}}".formatted(key));
        } catch (RuntimeException e) {
            var missing = NOT_FOUND.matcher(String.valueOf(e.getMessage()));
            if (!missing.find()) {
                throw new IllegalArgumentException("cannot be resolved: " + StartException.messageOf(e), e);
            }
            if (missing.group(1).equals(key)) {
                return null;
            }
            throw new IllegalArgumentException("refers to an unknown setting: {{%s}}".formatted(missing.group(1)), e);
        }
    }
}
