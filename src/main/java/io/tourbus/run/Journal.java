package io.tourbus.run;

import io.tourbus.state.DeadLetters.Waiting;
import io.tourbus.state.RunLocks;
import io.tourbus.state.Runs;
import io.tourbus.state.SliceProgress;
import io.tourbus.state.Span;
import io.tourbus.state.State;
import io.tourbus.state.UnfinishedRun;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers which runs are under way, so that a job runs once at a time, and that a run whose process died is resumed. */
public final class Journal {

    /**
     * How a run begins.
     *
     * @param events from when to when it wants them
     * @param lock of its job, to be released when it ends
     * @param slices those that may have reached a sink before the process of the run died; none for a new run
     * @param letters what a sink did not take before, and still waits; none for a new run
     */
    record Opening(
            String runId,
            Instant started,
            Span events,
            RunLock lock,
            boolean resumed,
            List<SliceProgress> slices,
            List<Waiting> letters) {}

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final Runs runs;
    private final RunLocks locks;
    private final State state;
    private final Supplier<RunSettings> settings;
    private final Clock clock;
    private final Map<Job, RunLock> held = new ConcurrentHashMap<>();

    /** @param settings as they are when a run begins or ends */
    public Journal(State state, Supplier<RunSettings> settings, Clock clock) {
        this.state = state;
        this.runs = state.runs();
        this.locks = state.runLocks();
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Begins a run of a job, or resumes the last one when it has not ended.
     *
     * @param freshId of the run if it is a new one
     * @param events from when to when it wants them then
     * @throws JobRunningException when the job is running
     */
    Opening open(Job job, String freshId, Instant now, Span events) {
        var lock = take(job, died(job, now).map(UnfinishedRun::runId).orElse(freshId));
        try {
            return died(job, now)
                    .map(run -> resumed(run, lock, events))
                    .orElseGet(() -> begun(job, freshId, lock, now, events));
        } catch (RuntimeException e) {
            release(job);
            throw e;
        }
    }

    private Optional<UnfinishedRun> died(Job job, Instant now) {
        return runs.unfinished(job.label())
                .filter(run -> run.started().isAfter(now.minus(settings.get().resumable())));
    }

    /** The jobs whose last run has not ended, though nobody runs it here, and is not too old to be resumed. */
    public List<String> resumable() {
        var now = clock.instant();
        return Arrays.stream(Job.values())
                .filter(job -> !held.containsKey(job))
                .filter(job -> died(job, now).isPresent())
                .map(Job::label)
                .toList();
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

    private Opening begun(Job job, String runId, RunLock lock, Instant now, Span events) {
        runs.begin(runId, job.label(), now, events);
        return new Opening(runId, now, events, lock, false, List.of(), List.of());
    }

    private Opening resumed(UnfinishedRun run, RunLock lock, Span events) {
        LOG.info("run resumed run={}", run.runId());
        return new Opening(
                run.runId(),
                run.started(),
                run.events().orElse(events),
                lock,
                true,
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
            state.landedObjects().forget(run.id(), now);
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
