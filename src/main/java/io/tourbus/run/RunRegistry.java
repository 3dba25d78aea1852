package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.run.RunCounters.Count;
import io.tourbus.run.RunFactory.RunInput;
import io.tourbus.run.slice.SliceCodec;
import io.tourbus.state.RunLocks;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.RunRepository.RunFingerprint;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.State;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers runs in the state, so that a job runs once at a time, and a run whose process crashed can be resumed. */
public final class RunRegistry {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final RunRepository runs;
    private final RunLocks locks;
    private final State state;
    private final MemberTracker members;
    private final Supplier<RunSettings> settings;
    private final Clock clock;
    private final RunTurn turn = new RunTurn();
    private final Map<Job, RunLock> held = new ConcurrentHashMap<>();

    /** @param settings the current settings; evaluated when a run starts or ends */
    public RunRegistry(State state, Supplier<RunSettings> settings, Clock clock) {
        this.state = state;
        this.runs = state.runs();
        this.locks = state.runLocks();
        this.members = new MemberTracker(state.queryMembers());
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Starts a run of a job, or resumes the unfinished one if it has the same options.
     *
     * @param freshId the ID of a new run
     * @param events the date range of a new run
     * @throws JobRunningException if the job is running
     */
    RunStart open(Job job, String freshId, Instant now, TimeSpan events, RunFingerprint fingerprint) {
        var lock = take(
                job,
                crashed(job, now)
                        .filter(run -> run.matches(fingerprint))
                        .map(KnownRun::runId)
                        .orElse(freshId));
        try {
            var unfinished = crashed(job, now);
            return unfinished
                    .filter(run -> run.matches(fingerprint))
                    .map(run -> resumed(run, lock, now, events))
                    .orElseGet(() -> begun(job, freshId, lock, now, events, fingerprint, unfinished));
        } catch (RuntimeException e) {
            release(job);
            throw e;
        }
    }

    /** Counts the keys in delivered records that refer to a record that was never delivered. */
    void countOrphanedKeys(Run run) {
        run.allCounters().forEach(counters -> {
            var keys = counters.references();
            counters.add(
                    Count.ORPHANED_KEYS,
                    keys.size() - state.hashes().findAll(keys).size());
        });
    }

    /**
     * Resumes a run.
     *
     * @param events the date range of a run of an earlier version, which does not have one
     * @throws JobRunningException if the job is running
     * @throws RunEndedException if the run cannot be resumed, because it has ended or is not the last one of its job
     */
    RunStart resume(KnownRun run, Instant now, TimeSpan events) {
        var job = Job.of(run.job());
        var lock = take(job, run.runId());
        try {
            return resumable(job, now)
                    .filter(found -> found.runId().equals(run.runId()))
                    .map(found -> resumed(found, lock, now, events))
                    .orElseThrow(() -> new RunEndedException(find(run.runId()).orElse(run)));
        } catch (RuntimeException e) {
            release(job);
            throw e;
        }
    }

    /** The run of a job that its next start resumes: it is unfinished, and not too old. */
    private Optional<KnownRun> crashed(Job job, Instant now) {
        return runs.unfinished(job.label()).filter(run -> !run.cancelled()).filter(run -> isRecent(run, now));
    }

    /** The run of a job that can be resumed on request: the unfinished or cancelled one, if it is not too old. */
    private Optional<KnownRun> resumable(Job job, Instant now) {
        return runs.unfinished(job.label()).or(() -> cancelled(job)).filter(run -> isRecent(run, now));
    }

    boolean isRecent(KnownRun run, Instant now) {
        return run.started().isAfter(now.minus(settings.get().resumable()));
    }

    /** The runs whose process died. */
    List<KnownRun> died() {
        return runs.died();
    }

    /** The last run of a job, if it was cancelled before it was complete. */
    private Optional<KnownRun> cancelled(Job job) {
        return runs.latest(Optional.of(job.label()), 1).stream()
                .filter(run -> run.cancelled() && !run.status().equals(RunReport.Status.COMPLETE.label()))
                .findFirst();
    }

    /** The unfinished or cancelled run of a job; empty if it is in progress in this process, or is too old to be resumed. */
    Optional<KnownRun> unfinished(Job job) {
        return held.containsKey(job) ? Optional.empty() : resumable(job, clock.instant());
    }

    Optional<KnownRun> find(String runId) {
        return runs.find(runId);
    }

    /** Records that a run is cancelled. @return false if it has ended, or was cancelled before */
    boolean cancel(String runId, Cancellation cancellation) {
        return runs.cancel(runId, cancellation);
    }

    /** The runs that any process has cancelled, and that have not ended. */
    Map<String, Cancellation> cancelled() {
        return runs.cancelled();
    }

    /** Records that a run starts no more slices. A state that does not respond must not delay a shutdown. */
    void stopping(Run run) {
        try {
            runs.stopping(run.id());
        } catch (RuntimeException e) {
            LOG.warn("stop not recorded run={} reason={}", run.id(), ErrorMessages.describe(e));
        }
    }

    private RunLock take(Job job, String runId) {
        var holder = "run %s in process %s"
                .formatted(runId, ManagementFactory.getRuntimeMXBean().getName());
        turn.take(job, settings.get());
        try {
            return held.compute(job, (same, here) -> {
                if (here != null) {
                    throw new JobRunningException(job, here.holder());
                }
                return RunLock.take(locks, job, holder, System::nanoTime);
            });
        } finally {
            if (!held.containsKey(job)) {
                turn.giveBack(job);
            }
        }
    }

    /** Runs that wait for their turn do not start any more. */
    void endWaiting() {
        turn.end();
    }

    private RunStart begun(
            Job job,
            String runId,
            RunLock lock,
            Instant now,
            TimeSpan events,
            RunFingerprint fingerprint,
            Optional<KnownRun> other) {
        other.ifPresent(run ->
                LOG.warn("run not resumed run={} reason=its options differ from those of run {}", run.runId(), runId));
        runs.begin(runId, job.label(), now, events, fingerprint);
        runs.startedBy(runId, settings.get().origin());
        return new RunStart(
                runId, now, Duration.ZERO, events, lock, false, other.map(KnownRun::runId), List.of(), List.of());
    }

    private RunStart resumed(KnownRun run, RunLock lock, Instant now, TimeSpan events) {
        LOG.info("run resumed run={}", run.runId());
        runs.reopen(run.runId());
        var before = Duration.between(run.started(), now);
        return new RunStart(
                run.runId(),
                run.started(),
                before.isNegative() ? Duration.ZERO : before,
                run.events().orElse(events),
                lock,
                true,
                Optional.empty(),
                slices(run.runId()),
                state.deadLetters().waiting(run.runId()));
    }

    /** The slices of a run whose delivery has begun, and those that other processes are reading for it. */
    private List<SliceProgress> slices(String runId) {
        var read = state.shared().isPresent() ? state.sharedSlices().takeOver(runId) : List.<String>of();
        var begun = state.slices().ofRun(runId);
        var names = begun.stream().map(one -> one.slice().name()).collect(Collectors.toSet());
        return Stream.concat(
                        begun.stream(),
                        read.stream()
                                .map(SliceCodec::parse)
                                .filter(slice -> !names.contains(slice.name()))
                                .map(slice -> new SliceProgress(slice, false, 0, 0, 0)))
                .toList();
    }

    /**
     * Tells the incomplete queries of a run how many entities the last complete run of the same job found, unless one of the runs
     * has other dates than usual.
     */
    void expect(Run run) {
        var incomplete = run.coverages().stream()
                .filter(query -> !query.complete() && query.fresh() == 0)
                .collect(Collectors.groupingBy(query -> ProgressMeter.key(query.query())));
        if (incomplete.isEmpty() || !hasUsualDates(run.job(), runs.find(run.id()))) {
            return;
        }
        runs.latest(run.job().label(), RunReport.Status.COMPLETE.label(), 1).stream()
                .filter(before -> hasUsualDates(run.job(), Optional.of(before)))
                .flatMap(before -> before.report().stream())
                .flatMap(report -> RunReport.read(report).queries().stream())
                .forEach(line ->
                        incomplete.getOrDefault(line.key(), List.of()).forEach(query -> query.expect(line.unique())));
    }

    /** The number of entities that the last complete run of the job with the same options found, by query that it sent completely. */
    Map<String, Long> previousSizes(Run run) {
        var options = find(run.id()).flatMap(KnownRun::fingerprint);
        return runs.latest(run.job().label(), RunReport.Status.COMPLETE.label(), 1).stream()
                .filter(before -> options.isPresent() && before.fingerprint().equals(options))
                .flatMap(before -> before.report().stream())
                .flatMap(report -> RunReport.read(report).queries().stream())
                .filter(query -> query.fresh() == 0)
                .collect(Collectors.toMap(RunReport.QueryLine::key, RunReport.QueryLine::unique, Math::max));
    }

    private boolean hasUsualDates(Job job, Optional<KnownRun> run) {
        return run.filter(known -> known.events()
                        .filter(events -> !settings.get().narrowed(job, known.started(), events))
                        .isPresent())
                .isPresent();
    }

    /** Finds the entities that vanished since the last complete run of the same queries. */
    void findVanished(Run run) {
        run.vanished(members.compare(run));
    }

    /** Names the scopes that match nothing. They make a run partial that is complete otherwise. */
    void findEmptyScopes(Run run) {
        var unexpected = new EmptyScopes(members)
                .report(run, run.input().map(RunInput::settings).orElseGet(settings));
        run.scopesEmpty(unexpected && RunReport.status(run) == RunReport.Status.COMPLETE);
    }

    /** Renews the locks of all runs in progress. */
    void renew() {
        held.values().forEach(RunLock::renew);
    }

    /** Records the end of a run, unless another process has resumed it. */
    void close(Run run, RunReport report) {
        try {
            run.requireLock();
            var now = clock.instant();
            runs.end(run.id(), report.status().label(), report.json(), now);
            if (report.status() != RunReport.Status.CANCELLED) {
                state.landedObjects().delete(run.id(), now);
            }
            var forgotten = now.minus(settings.get().remembered());
            state.hashes().forget(forgotten);
            runs.forget(forgotten);
            saveMembers(run, report, now);
        } catch (LockLostException e) {
            LOG.warn("run continues in another process run={} reason={}", run.id(), e.getMessage());
        } finally {
            release(run.job());
        }
    }

    private void saveMembers(Run run, RunReport report, Instant now) {
        if (report.status() == RunReport.Status.COMPLETE || run.scopesEmpty()) {
            try {
                members.save(run, now);
            } catch (RuntimeException e) {
                LOG.warn("entities not saved run={} reason={}", run.id(), ErrorMessages.describe(e));
            }
        }
    }

    /** Records that a run is suspended. The next start of the job resumes it. */
    void suspend(Run run) {
        try {
            run.requireLock();
            runs.stopped(run.id());
        } catch (LockLostException e) {
            LOG.warn("run continues in another process run={} reason={}", run.id(), e.getMessage());
        } finally {
            release(run.job());
        }
    }

    /** Releases the lock of a run that could not start. */
    void release(Job job) {
        var lock = held.remove(job);
        turn.giveBack(job);
        if (lock != null) {
            lock.release();
        }
    }
}
