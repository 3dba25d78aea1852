package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.state.RunOrigin;
import java.util.EnumSet;
import java.util.Set;

/** Lets one job run at a time if {@code tourbus.run.parallel-jobs} is false. Scheduled runs wait; others are refused. */
final class RunTurn {

    private static final long CHECK_MILLIS = 1_000;

    private final Set<Job> running = EnumSet.noneOf(Job.class);
    private boolean ended;

    /** @throws JobRunningException if the run cannot start now */
    synchronized void take(Job job, RunSettings settings) {
        while (!settings.parallelJobs() && !running.isEmpty() && !running.contains(job)) {
            if (ended || !settings.origin().initiator().equals(RunOrigin.SCHEDULE.initiator())) {
                throw new JobRunningException(
                        "%s cannot start while another job is running (%s), because tourbus.run.parallel-jobs is false. Try again after it has ended."
                                .formatted(
                                        job.label(), running.iterator().next().label()));
            }
            await();
        }
        running.add(job);
    }

    private void await() {
        try {
            wait(CHECK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another job", e);
        }
    }

    synchronized void giveBack(Job job) {
        running.remove(job);
        notifyAll();
    }

    /** No run waits from now on, because the process is stopping. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }
}
