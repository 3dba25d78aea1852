package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.state.RunLocks;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.OpenRun;
import io.tourbus.state.RunRepository.RunFingerprint;
import io.tourbus.state.State;
import io.tourbus.state.TimeSpan;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers which runs are under way, so that a job runs once at a time, and that a run whose process died is resumed. */
public final class RunRegistry {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final RunRepository runs;
    private final RunLocks locks;
    private final State state;
    private final Supplier<RunSettings> settings;
    private final Clock clock;
    private final Map<Job, RunLock> held = new ConcurrentHashMap<>();

    /** @param settings as they are when a run begins or ends */
    public RunRegistry(State state, Supplier<RunSettings> settings, Clock clock) {
        this.state = state;
        this.runs = state.runs();
        this.locks = state.runLocks();
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Begins a run of a job, or resumes the last one when it has not ended, and was asked for the same.
     *
     * @param freshId of the run if it is a new one
     * @param events from when to when it wants them then
     * @throws JobRunningException when the job is running
     */
    RunStart open(Job job, String freshId, Instant now, TimeSpan events, RunFingerprint asked) {
        var lock = take(
                job,
                isDead(job, now)
                        .filter(run -> run.answers(asked))
                        .map(OpenRun::runId)
                        .orElse(freshId));
        try {
            var died = isDead(job, now);
            return died.filter(run -> run.answers(asked))
                    .map(run -> resumed(run, lock, events))
                    .orElseGet(() -> begun(job, freshId, lock, now, events, asked, died));
        } catch (RuntimeException e) {
            release(job);
            throw e;
        }
    }

    private Optional<OpenRun> isDead(Job job, Instant now) {
        return runs.unfinished(job.label())
                .filter(run -> run.started().isAfter(now.minus(settings.get().resumable())));
    }

    /** The last run of a job if it has not ended, though nobody runs it here, and is not too old to be resumed. */
    Optional<OpenRun> unfinished(Job job) {
        return held.containsKey(job) ? Optional.empty() : isDead(job, clock.instant());
    }

    private RunLock take(Job job, String runId) {
        var holder = "run %s in process %s"
                .formatted(runId, ManagementFactory.getRuntimeMXBean().getName());
        return held.compute(job, (same, here) -> {
            if (here != null) {
                throw new JobRunningException(job, here.holder());
            }
            return RunLock.take(locks, job, holder, System::nanoTime);
        });
    }

    private RunStart begun(
            Job job,
            String runId,
            RunLock lock,
            Instant now,
            TimeSpan events,
            RunFingerprint asked,
            Optional<OpenRun> other) {
        other.ifPresent(left -> LOG.warn(
                "run not resumed run={} reason=it was asked for something else than run={}", left.runId(), runId));
        runs.begin(runId, job.label(), now, events, asked);
        return new RunStart(runId, now, events, lock, false, other.map(OpenRun::runId), List.of(), List.of());
    }

    private RunStart resumed(OpenRun run, RunLock lock, TimeSpan events) {
        LOG.info("run resumed run={}", run.runId());
        return new RunStart(
                run.runId(),
                run.started(),
                run.events().orElse(events),
                lock,
                true,
                Optional.empty(),
                runs.slices(run.runId()),
                state.deadLetters().waiting(run.runId()));
    }

    /** Says of all runs under way that they still are. */
    void renew() {
        held.values().forEach(RunLock::renew);
    }

    /** A run has ended, however it went; one that goes on in another process has not. */
    void close(Run run, RunReport report) {
        try {
            run.requireLock();
            var now = clock.instant();
            runs.end(run.id(), report.status().label(), report.json(), now);
            state.landedObjects().delete(run.id(), now);
            var forgotten = now.minus(settings.get().remembered());
            state.hashes().forget(forgotten);
            runs.forget(forgotten);
        } catch (LockLostException e) {
            LOG.warn("run left to another process run={} reason={}", run.id(), e.getMessage());
        } finally {
            release(run.job());
        }
    }

    /** A run could not begin after all, or is suspended. It is resumed when the job is started again. */
    void release(Job job) {
        var lock = held.remove(job);
        if (lock != null) {
            lock.release();
        }
    }
}
