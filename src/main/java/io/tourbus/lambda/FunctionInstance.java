package io.tourbus.lambda;

import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunReport;
import io.tourbus.settings.SettingsOverrides;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The started Tourbus and its state, which an instance of the Lambda function reuses for several invocations. It runs one job at
 * a time.
 */
final class FunctionInstance {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionInstance.class);

    /** Defaults for Lambda, where only {@code /tmp} is writable. The environment overrides them. */
    static final Map<String, String> DEFAULTS = Map.of(
            "tourbus.jobs.scheduled", "false",
            "tourbus.state.folder", "/tmp/tourbus",
            "tourbus.dead-letters.in-bucket", "true");

    private final Map<String, String> environment;
    private Map<String, String> eventSettings = Map.of();
    private S3StateStore state;
    private TourbusContext tourbus;

    FunctionInstance(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        useTaskRoot(environment);
    }

    /**
     * Makes the folder where Lambda unpacks the archive the home folder, unless the environment sets another one. It has the
     * settings and routes that users can edit; otherwise Tourbus would read the copies in the jar.
     */
    static void useTaskRoot(Map<String, String> environment) {
        var root = environment.get("LAMBDA_TASK_ROOT");
        if (root != null
                && !environment.containsKey("TOURBUS_HOME")
                && System.getProperty("tourbus.home") == null
                && Files.exists(Path.of(root, "application.properties"))) {
            System.setProperty("tourbus.home", root);
        }
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
    RunReport run(RunEvent request, String id, Instant deadline) {
        state().lock("invocation " + id, deadline);
        try {
            var started = started(request.settings());
            try (var limit = new TimeLimit()) {
                limit.schedule(deadline);
                return started.run(request.job().label());
            } finally {
                saveState();
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
                    .startedBy("lambda")
                    .start();
            eventSettings = Map.copyOf(settings);
        }
        return tourbus;
    }

    private SettingsOverrides overrides(Map<String, String> settings) {
        Modules.installed();
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

    private void saveState() {
        state.upload(tourbus::backUpState);
    }

    /** Suspends the run of an invocation shortly before Lambda ends the process, and saves the state. */
    private final class TimeLimit implements AutoCloseable {

        private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);

        TimeLimit() {
            thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }

        /** @param deadline when Lambda ends the process; if it has passed, the next run is suspended when it starts */
        void schedule(Instant deadline) {
            var margin = Duration.ofMillis(Long.parseLong(tourbus.setting("millis:tourbus.lambda.margin-seconds")));
            var left = Duration.between(Instant.now(), deadline);
            var half = left.dividedBy(2);
            var delay = margin.compareTo(half) < 0 ? left.minus(margin) : half;
            if (delay.toMillis() > 0) {
                thread.schedule(this::suspendAndSave, delay.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                suspend();
            }
        }

        private void suspend() {
            LOG.info("the time limit is near, no new slices are started");
            tourbus.runManager()
                    .ifPresent(runs -> runs.suspend("the time limit is near: the next invocation continues the run"));
        }

        /** Saves the state now, in case slices in progress do not finish in time. */
        private void suspendAndSave() {
            try {
                suspend();
                saveState();
            } catch (RuntimeException e) {
                LOG.warn("state not saved before the time limit reason={}", e.getMessage());
            }
        }

        /**
         * Allows runs again, for the next invocation. Waits while the state is being saved, because an interrupt would close the
         * database.
         */
        @Override
        public void close() {
            thread.shutdown();
            try {
                thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            tourbus.runManager().ifPresent(RunManager::allowRuns);
        }
    }
}
