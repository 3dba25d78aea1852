package io.tourbus.lambda;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunManager;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Suspends the run of an invocation shortly before Lambda ends the process, and saves the state. */
final class TimeLimit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final TourbusContext tourbus;
    private final Runnable saveState;
    private final Duration margin;

    /** @param saveState saves the state, in case slices in progress do not finish in time */
    TimeLimit(TourbusContext tourbus, Runnable saveState) {
        this.tourbus = tourbus;
        this.saveState = saveState;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.margin = Duration.ofMillis(Long.parseLong(tourbus.setting("millis:tourbus.lambda.margin-seconds")));
    }

    /** @param deadline when Lambda ends the process; if it has passed, the next run is suspended when it starts */
    void schedule(Instant deadline) {
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
                .ifPresent(jobs -> jobs.suspend("the time limit is near: the next invocation continues the run"));
    }

    private void suspendAndSave() {
        try {
            suspend();
            saveState.run();
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
