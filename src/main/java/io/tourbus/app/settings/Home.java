package io.tourbus.app.settings;

import io.tourbus.reload.RouteLinks;
import io.tourbus.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder with the routes and the settings: the system property {@code tourbus.home} or the environment variable {@code
 * TOURBUS_HOME}. If neither is set, routes and settings come from the jar.
 */
public final class Home {

    static final String SETTINGS = "application.properties";

    private static final String JAR = "classpath:";
    private static final String FILE = "file:";

    private Home() {}

    /** The home folder, or the working directory if there is none. */
    public static Path path() {
        return Path.of(exists() ? location().substring(FILE.length()) : "");
    }

    /** Whether routes and settings come from a folder. */
    public static boolean exists() {
        return location().startsWith(FILE);
    }

    /** The location of routes and settings: {@code classpath:}, or {@code file:} with a folder and a slash. */
    public static String location() {
        var home = System.getProperty("tourbus.home", System.getenv("TOURBUS_HOME"));
        return home == null || home.isBlank() ? JAR : FILE + Path.of(home).toAbsolutePath() + "/";
    }

    /** @throws ConfigurationException if {@code TOURBUS_HOME} names a folder without settings */
    public static void requireSettings() {
        if (exists() && !Files.exists(path().resolve(SETTINGS))) {
            throw new ConfigurationException(
                    List.of("There is no %s in %s. Set TOURBUS_HOME to the folder of the Tourbus distribution."
                            .formatted(SETTINGS, path())));
        }
    }

    /** @throws ConfigurationException if a link in {@code routes/} points to another folder */
    public static void requireOwnRoutes() {
        if (exists()) {
            try {
                var routes = path().resolve("routes");
                List<Path> leaving = new ArrayList<>(RouteLinks.leaving(routes));
                leaving.addAll(RouteLinks.leaving(routes.resolve("hooks")));
                if (!leaving.isEmpty()) {
                    throw new ConfigurationException(
                            leaving.stream().map(RouteLinks::message).toList());
                }
            } catch (IOException e) {
                throw new ConfigurationException(List.of("The folder routes/ cannot be read: " + e));
            }
        }
    }
}
