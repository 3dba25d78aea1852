package io.tourbus.run;

import io.tourbus.state.DeadLetters.Waiting;
import io.tourbus.state.RunLocks;
import io.tourbus.state.Runs;
import io.tourbus.state.SliceProgress;
import io.tourbus.state.State;
import io.tourbus.state.UnfinishedRun;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers which runs are under way, so that a job runs once at a time, and that a run whose process died is resumed. */
public final class Journal {

    /**
     * How a run begins.
     *
     * @param slices those that may have reached a sink before the process of the run died; none for a new run
     * @param letters what a sink did not take before, and still waits; none for a new run
     */
    record Opening(String runId, Instant started, boolean resumed, List<SliceProgress> slices, List<Waiting> letters) {}

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    /** How long a lock outlives its holder; renewed three times as often. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Runs runs;
    private final RunLocks locks;
    private final State state;
    private final Duration resumable;
    private final Duration remembered;
    private final Clock clock;
    private final Map<String, String> held = new ConcurrentHashMap<>();

    /**
     * @param resumable how old a run may be that is resumed
     * @param remembered how long records are remembered that are not met again, and runs
     */
    public Journal(State state, Duration resumable, Duration remembered, Clock clock) {
        this.state = state;
        this.runs = state.runs();
        this.locks = state.runLocks();
        this.resumable = resumable;
        this.remembered = remembered;
        this.clock = clock;
    }

    /**
     * Begins a run of a job, or resumes the last one when it has not ended.
     *
     * @param freshId of the run if it is a new one
     * @throws JobRunningException when the job is running
     */
    Opening open(Job job, String freshId, Instant now) {
        var died = runs.unfinished(job.label()).filter(run -> run.started().isAfter(now.minus(resumable)));
        var runId = died.map(UnfinishedRun::runId).orElse(freshId);
        var holder = "run %s in process %s"
                .formatted(runId, ManagementFactory.getRuntimeMXBean().getName());
        take(job, holder);
        try {
            return died.map(this::resumed).orElseGet(() -> begun(job, runId, now));
        } catch (RuntimeException e) {
            release(job);
            throw e;
        }
    }

    /** The jobs whose last run has not ended, though nobody runs it here, and is not too old to be resumed. */
    public List<String> resumable() {
        var oldest = clock.instant().minus(resumable);
        return Arrays.stream(Job.values())
                .map(Job::label)
                .filter(job -> !held.containsKey(job))
                .filter(job -> runs.unfinished(job)
                        .filter(run -> run.started().isAfter(oldest))
                        .isPresent())
                .toList();
    }

    private void take(Job job, String holder) {
        var other = Optional.ofNullable(held.putIfAbsent(job.label(), holder));
        if (other.isEmpty()) {
            other = locks.take(job.label(), holder, LEASE);
            if (other.isPresent()) {
                held.remove(job.label());
            }
        }
        if (other.isPresent()) {
            throw new JobRunningException(job, other.get());
        }
    }

    private Opening begun(Job job, String runId, Instant now) {
        runs.begin(runId, job.label(), now);
        return new Opening(runId, now, false, List.of(), List.of());
    }

    private Opening resumed(UnfinishedRun run) {
        LOG.info("run resumed run={}", run.runId());
        return new Opening(
                run.runId(),
                run.started(),
                true,
                runs.slices(run.runId()),
                state.deadLetters().waiting(run.runId()));
    }

    /** Says of all runs under way that they still are; called every few seconds. */
    public void renew() {
        held.forEach((job, holder) -> {
            if (!locks.renew(job, holder, LEASE)) {
                LOG.warn("the lock of {} is lost: {} did not renew it in time", job, holder);
            }
        });
    }

    /** A run has ended, however it went. */
    void close(Run run, RunReport report) {
        try {
            var now = clock.instant();
            runs.end(run.id(), report.status().label(), report.json(), now);
            state.landedObjects().forget(run.id(), now);
            state.hashes().forget(now.minus(remembered));
            runs.forget(now.minus(remembered));
        } finally {
            release(run.job());
        }
    }

    /** A run could not begin after all. It is resumed when the job is started again. */
    void release(Job job) {
        var holder = held.remove(job.label());
        if (holder != null) {
            locks.release(job.label(), holder);
        }
    }
}
