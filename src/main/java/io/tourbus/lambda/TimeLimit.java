package io.tourbus.lambda;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunManager;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Suspends a run before Lambda ends the process. */
final class TimeLimit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final TourbusContext bus;
    private final Runnable keep;
    private final Duration margin;

    /** @param keep keeps the state as it is then, should what is under way not end in time */
    TimeLimit(TourbusContext bus, Runnable keep) {
        this.bus = bus;
        this.keep = keep;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.margin = Duration.ofMillis(Long.parseLong(bus.setting("millis:tourbus.lambda.margin-seconds")));
    }

    /** @param end when the process is ended; if that is past, the next run is suspended as it begins */
    void at(Instant end) {
        var left = Duration.between(Instant.now(), end);
        var half = left.dividedBy(2);
        var delay = margin.compareTo(half) < 0 ? left.minus(margin) : half;
        if (delay.toMillis() > 0) {
            thread.schedule(this::suspend, delay.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            hold();
        }
    }

    private void hold() {
        LOG.info("time limit is near: no new slices");
        bus.jobs().ifPresent(jobs -> jobs.suspend("the time limit is near: the next invocation goes on"));
    }

    private void suspend() {
        try {
            hold();
            keep.run();
        } catch (RuntimeException e) {
            LOG.warn("state not kept ahead of the time limit reason={}", e.getMessage());
        }
    }

    /** The next invocation has a limit of its own. Waits until the state that is being kept is kept: a thread that is interrupted would close the database. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        bus.jobs().ifPresent(RunManager::allowRuns);
    }
}
