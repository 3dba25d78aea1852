package io.tourbus.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Tourbus this is, also when it runs from its classes and not from a jar. */
public final class Release {

    private Release() {}

    public static String version() {
        var properties = new Properties();
        try (var file = Release.class.getResourceAsStream("release.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("release.properties cannot be read", e);
        }
        return properties.getProperty("version");
    }
}
