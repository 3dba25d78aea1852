package io.tourbus.lambda;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import io.tourbus.settings.SettingsOverrides;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * What an instance of the function keeps from one invocation to the next: a bus that has started, and the state that goes
 * with it. Runs one job at a time.
 */
final class FunctionInstance {

    /** What Lambda wants unless the environment says otherwise; only /tmp can be written to. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "tourbus.jobs.scheduled", "false",
            "tourbus.state.folder", "/tmp/tourbus",
            "tourbus.dead-letters.in-bucket", "true");

    private final Map<String, String> environment;
    private Map<String, String> options = Map.of();
    private S3StateStore state;
    private TourbusContext bus;

    FunctionInstance(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        TaskRoot.use(environment);
    }

    /** Gets all ready, as far as it is known before an event comes. */
    void start() {
        ready(Map.of());
    }

    /**
     * Runs what is ordered.
     *
     * @param id of the invocation
     * @param end when the time limit of the invocation ends the process
     */
    RunReport run(RunRequest order, String id, Instant end) {
        state().take("invocation " + id, end);
        try {
            var ready = ready(order.settings());
            try (var limit = new TimeLimit(ready, () -> state.keep(ready::backUpState))) {
                limit.at(end);
                return ready.run(order.job().label());
            } finally {
                state.keep(ready::backUpState);
            }
        } finally {
            state.release();
        }
    }

    private S3StateStore state() {
        if (state == null) {
            state = S3StateStore.open(overlay(Map.of()));
        }
        return state;
    }

    /**
     * The bus that runs with these options and the state of the bucket: the one that there is, or another one in its place.
     *
     * @param wanted settings that win over the environment
     */
    private TourbusContext ready(Map<String, String> wanted) {
        var stale = state().changed();
        if (stale || !options.equals(wanted)) {
            stop();
        }
        if (stale) {
            state.fetch();
        }
        if (bus == null) {
            bus = new TourbusContext(overlay(wanted), Clock.systemUTC())
                    .leavingSignals()
                    .start();
            options = Map.copyOf(wanted);
        }
        return bus;
    }

    private SettingsOverrides overlay(Map<String, String> wanted) {
        return SettingsOverrides.of(DEFAULTS, environment, wanted, key -> "the event");
    }

    private void stop() {
        if (bus != null) {
            bus.close();
            bus = null;
        }
    }

    /** Lets go of all that does not last: connections, credentials, and what it knows of the state. */
    void close() {
        stop();
        if (state != null) {
            state.close();
            state = null;
        }
    }
}
