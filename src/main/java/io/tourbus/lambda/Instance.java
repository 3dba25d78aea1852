package io.tourbus.lambda;

import io.tourbus.Bus;
import io.tourbus.settings.Overlay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** What an instance of the function keeps from one invocation to the next: a bus that has started. */
final class Instance {

    /** What Lambda wants unless the environment says otherwise; only /tmp can be written to. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "tourbus.jobs.scheduled", "false",
            "tourbus.state.folder", "/tmp/tourbus",
            "tourbus.dead-letters.in-bucket", "true");

    private final Map<String, String> environment;
    private Map<String, String> options = Map.of();
    private Bus bus;

    Instance(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        atHome();
    }

    /** The zip has routes and settings beside its jars, to be changed; the jar has them as well. */
    private void atHome() {
        var root = environment.get("LAMBDA_TASK_ROOT");
        if (root != null
                && !environment.containsKey("TOURBUS_HOME")
                && System.getProperty("tourbus.home") == null
                && Files.exists(Path.of(root, "application.properties"))) {
            System.setProperty("tourbus.home", root);
        }
    }

    /**
     * The bus that runs with these options: the one that there is, or another one in its place.
     *
     * @param wanted settings that win over the environment
     */
    Bus bus(Map<String, String> wanted) {
        if (bus == null || !options.equals(wanted)) {
            close();
            bus = new Bus(Overlay.of(DEFAULTS, environment, wanted), Clock.systemUTC()).start();
            options = Map.copyOf(wanted);
        }
        return bus;
    }

    void close() {
        if (bus != null) {
            bus.close();
            bus = null;
        }
    }
}
