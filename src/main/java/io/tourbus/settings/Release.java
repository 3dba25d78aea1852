package io.tourbus.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Tourbus, read from a resource so that it is also known without a jar. */
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
