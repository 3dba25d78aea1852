package io.tourbus.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A separate home folder for a test that edits routes or settings. */
public final class HomeFolder {

    private static final String PROPERTY = "tourbus.home";

    private HomeFolder() {}

    /** Copies the home of Tourbus below a folder, and uses the copy until {@link #leave()}. */
    public static Path live(Path folder) throws IOException {
        var home = Files.createDirectory(folder.resolve("home"));
        copyTo(home);
        System.setProperty(PROPERTY, home.toString());
        return home;
    }

    public static void leave() {
        System.clearProperty(PROPERTY);
    }

    /** Copies the settings and routes of Tourbus to a folder. */
    public static void copyTo(Path folder) throws IOException {
        Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        Files.createDirectory(folder.resolve("routes"));
        try (var routes = Files.list(Path.of("routes"))) {
            for (var route : routes.toList()) {
                Files.copy(route, folder.resolve("routes").resolve(route.getFileName()));
            }
        }
    }
}
