package io.tourbus.lambda;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import io.tourbus.settings.SettingsOverrides;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * The started Tourbus and its state, which an instance of the Lambda function reuses for several invocations. It runs one job at
 * a time.
 */
final class FunctionInstance {

    /** Defaults for Lambda, where only {@code /tmp} is writable. The environment overrides them. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "tourbus.jobs.scheduled", "false",
            "tourbus.state.folder", "/tmp/tourbus",
            "tourbus.dead-letters.in-bucket", "true");

    private final Map<String, String> environment;
    private Map<String, String> eventSettings = Map.of();
    private S3StateStore state;
    private TourbusContext tourbus;

    FunctionInstance(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        TaskRoot.use(environment);
    }

    /** Starts Tourbus before the first event. */
    void start() {
        started(Map.of());
    }

    /**
     * Runs a job.
     *
     * @param id the ID of the invocation
     * @param deadline when Lambda ends the process
     */
    RunReport run(RunRequest request, String id, Instant deadline) {
        state().lock("invocation " + id, deadline);
        try {
            var started = started(request.settings());
            try (var limit = new TimeLimit(started, () -> state.upload(started::backUpState))) {
                limit.schedule(deadline);
                return started.run(request.job().label());
            } finally {
                state.upload(started::backUpState);
            }
        } finally {
            state.unlock();
        }
    }

    private S3StateStore state() {
        if (state == null) {
            state = S3StateStore.open(overrides(Map.of()));
        }
        return state;
    }

    /** Restarts Tourbus if the settings of the event differ from the previous ones, or if another instance changed the state. */
    private TourbusContext started(Map<String, String> settings) {
        var outdated = state().isOutdated();
        if (outdated || !eventSettings.equals(settings)) {
            stop();
        }
        if (outdated) {
            state.download();
        }
        if (tourbus == null) {
            tourbus = new TourbusContext(overrides(settings), Clock.systemUTC())
                    .withoutShutdownHook()
                    .start();
            eventSettings = Map.copyOf(settings);
        }
        return tourbus;
    }

    private SettingsOverrides overrides(Map<String, String> settings) {
        return SettingsOverrides.of(DEFAULTS, environment, settings, key -> "the event");
    }

    private void stop() {
        if (tourbus != null) {
            tourbus.close();
            tourbus = null;
        }
    }

    /** Releases connections, credentials and the knowledge about the state, before a snapshot. */
    void close() {
        stop();
        if (state != null) {
            state.close();
            state = null;
        }
    }
}
