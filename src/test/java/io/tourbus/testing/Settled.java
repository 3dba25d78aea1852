package io.tourbus.testing;

import io.tourbus.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Settings for tests: the shipped application.properties, without the environment, and what a test sets differently. */
public final class Settled {

    private Settled() {}

    /** @param overrides key, value, key, value … */
    public static Settings with(String... overrides) {
        var properties = shipped();
        for (int i = 0; i < overrides.length; i += 2) {
            properties.setProperty(overrides[i], overrides[i + 1]);
        }
        return new Settings(properties::getProperty, key -> Optional.empty());
    }

    /** The keys and values of the file, each {@code {{env:NAME:default}}} as its default. */
    public static Properties shipped() {
        var properties = new Properties();
        try (var file = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map.copyOf(properties)
                .forEach((key, value) -> properties.setProperty(
                        (String) key, ((String) value).replaceAll("^\\{\\{env:[A-Z0-9_]+:(.*)}}$", "$1")));
        return properties;
    }
}
