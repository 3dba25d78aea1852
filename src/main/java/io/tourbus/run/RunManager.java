package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.run.ResumableRuns.DiedRun;
import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.run.RunCounters.ProcessCounters;
import io.tourbus.run.slice.BorrowedSlice;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.KnownRun;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, resumes, suspends and closes runs. */
public final class RunManager {

    /** The parts of a source that runs use. */
    public record Reader(SlicePlan plan, DailyQuota quota, ConcurrencyLimiter permits, LongSupplier pausedMillis) {

        public Reader(SlicePlan plan, DailyQuota quota, ConcurrencyLimiter permits) {
            this(plan, quota, permits, () -> 0);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, Reader> readers;
    private final RunFactory factory;
    private final RunSettings.Source settings;
    private final GapTracker gaps;
    private final RunRegistry registry;
    private final ResumableRuns resumable;
    private final Clock clock;
    private final ActiveRuns active = new ActiveRuns();
    private final ProcessCounters totals;

    /**
     * @param notes notes for every report, such as a source without credentials
     * @param sinkCounters the names of the counters of all sinks
     */
    public RunManager(
            Map<String, Reader> readers,
            List<String> notes,
            List<String> sinkCounters,
            RunSettings.Source settings,
            GapTracker gaps,
            RunRegistry registry,
            Clock clock) {
        this.readers = new TreeMap<>(readers);
        this.totals = new ProcessCounters(sinkCounters);
        this.factory = new RunFactory(this.readers, notes, settings, gaps, totals);
        this.settings = settings;
        this.gaps = gaps;
        this.registry = registry;
        this.resumable = new ResumableRuns(factory, registry, settings, clock);
        this.clock = clock;
    }

    /** The names of the sources that runs read, sorted. */
    public List<String> sources() {
        return readers.keySet().stream().filter(settings.get()::selects).toList();
    }

    /**
     * Starts a run of a job, or resumes the unfinished one if it has the same options.
     *
     * @param jobOrRun the label of the job, or the ID of a run to resume with its dates and its options
     * @throws UnknownJobException if there is no such job or run
     * @throws JobRunningException if the job is running
     * @throws RunEndedException if the run cannot be resumed
     */
    public Run open(String jobOrRun) {
        return registry.find(jobOrRun)
                .map(run -> settings.with(run, () -> resume(run)))
                .orElseGet(() -> open(Job.of(jobOrRun)));
    }

    private Run open(Job job) {
        var now = now();
        var id = id(job, now, other -> registry.find(other).isPresent());
        return create(job, registry.open(job, id, now, settings.get().events(job, now), factory.fingerprint(job)));
    }

    /**
     * Like {@link #open}, but with the dates and options of the unfinished run instead of those of the settings. Also resumes the
     * last run of the job if it was cancelled.
     *
     * @throws RunEndedException if the options of the unfinished run differ from the settings
     */
    public Run resume(String label) {
        var job = Job.of(label);
        return registry.unfinished(job)
                .map(run -> settings.with(run, () -> resume(run)))
                .orElseGet(() -> open(job));
    }

    private Run resume(KnownRun run) {
        if (!resumable.hasCurrentOptions(run)) {
            throw new RunEndedException(resumable.unfinished(run));
        }
        var now = now();
        var job = Job.of(run.job());
        return create(job, registry.resume(run, now, settings.get().events(job, now)));
    }

    /** See {@link ResumableRuns#unfinished}. */
    public List<UnfinishedRun> unfinished() {
        return resumable.unfinished();
    }

    /** See {@link ResumableRuns#died}. */
    public List<DiedRun> died() {
        return resumable.died();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Run create(Job job, RunStart start) {
        try {
            var run = factory.create(job, start);
            active.add(meter(run));
            LOG.info("run started run={} job={} sources={}", run.id(), job.label(), run.sources());
            return run;
        } catch (RuntimeException e) {
            registry.release(job);
            throw e;
        }
    }

    /** Lets any process read the slices of new runs. */
    public void share() {
        factory.share();
    }

    /** A run of another process, of which this process reads one slice. */
    public Run borrow(String source, BorrowedSlice part) {
        return factory.borrow(source, part);
    }

    /** The slices of a run that starts now, as far as they are known before the first request. */
    public List<SlicePreview> preview(Job job) {
        return factory.preview(job, settings.get().events(job, clock.instant()));
    }

    /** The daily quota of each source that runs read. */
    public List<DailyQuota> quotas() {
        return sources().stream().map(source -> readers.get(source).quota()).toList();
    }

    /** The percentage of the daily quota of a source that a job can use. */
    public int sharePercent(Job job) {
        return settings.get().share(job).percent();
    }

    /** Closes a source whose slices could not be planned or dispatched. Its remaining slices are missing. */
    public void sourceFailed(
            @Variable("run") Run run,
            @Variable("source") String source,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        LOG.error("source failed run={} source={}", run.id(), source, failure);
        run.bySource().failed(source, "stopped by an error: " + ErrorMessages.describe(failure));
    }

    /** Waits for the slices of a source that are in progress, after the last one was dispatched. */
    public void sourceFinished(@Variable("run") Run run, @Variable("source") String source) {
        run.bySource().finished(source);
    }

    /** Closes a run, saves its gaps and returns its report. */
    public RunReport close(Run run) {
        active.remove(run);
        try {
            return report(run);
        } catch (RuntimeException e) {
            registry.release(run.job());
            throw e;
        }
    }

    private RunReport report(Run run) {
        run.bySource().finish();
        compareWithEarlierRuns(run);
        if (!run.isResumable(RunReport.status(run))) {
            saveGaps(run);
        }
        var report = RunReport.of(run);
        if (!run.isResumable(report.status())) {
            run.allCounters().forEach(counters -> counters.countMissing(report));
        }
        return report;
    }

    private void compareWithEarlierRuns(Run run) {
        try {
            registry.expect(run);
            registry.countOrphanedKeys(run);
            if (RunReport.status(run) == RunReport.Status.COMPLETE) {
                registry.findVanished(run);
            }
            registry.findEmptyScopes(run);
        } catch (Exception e) {
            LOG.warn("not compared with earlier runs run={} reason={}", run.id(), ErrorMessages.describe(e));
            run.note("the run could not be compared with earlier ones: " + ErrorMessages.describe(e));
        }
    }

    private void saveGaps(Run run) {
        try {
            run.requireLock();
            if (!run.sampling()) {
                gaps.save(run.coverages(), run.previousGaps());
            }
        } catch (LockLostException e) {
            LOG.warn("gaps not saved, run continues in another process run={} reason={}", run.id(), e.getMessage());
        } catch (Exception e) {
            LOG.warn("gaps not saved run={} reason={}", run.id(), ErrorMessages.describe(e));
            run.note("the gaps could not be saved for the next run: " + ErrorMessages.describe(e));
        }
    }

    /** Records the end of a run, after its manifest was written. If the process crashes before, the next start resumes the run. */
    public void ended(@Variable("run") Run run, @Variable("report") RunReport report) {
        if (run.isResumable(report.status()) && report.status() != RunReport.Status.CANCELLED) {
            registry.suspend(run);
        } else {
            registry.close(run, report);
        }
        LOG.info(
                "run ended run={} status={} requests={} lake_records={} stream_records={}",
                run.id(),
                report.status().label(),
                report.sum("requests"),
                report.sum("lake_records"),
                report.sum("stream_records"));
    }

    /** Renews the locks of the runs in progress; called every few seconds. A run that has lost its lock stops calling sources. */
    public void renew() {
        registry.renew();
        if (!active.isEmpty()) {
            active.cancel(registry.cancelled());
        }
        active.requireLocks();
    }

    /** The progress of each run. */
    public List<RunProgress> active() {
        return active.progress();
    }

    private ProgressMeter meter(Run run) {
        return new ProgressMeter(
                run,
                readers,
                () -> run.events()
                        .map(events -> factory.preview(run.job(), events))
                        .orElse(List.of()),
                () -> registry.previousSizes(run));
    }

    /** Whether a run of the job is in progress in this process. */
    public boolean isRunning(Job job) {
        return active.contains(job);
    }

    /** The counters of all runs of this process. */
    public ProcessCounters totals() {
        return totals;
    }

    /** The progress of all runs on one line; empty if there are none. */
    public String progress() {
        return active.summary();
    }

    /** Lets all runs finish the slices in progress, and start no others. */
    public void end() {
        registry.endWaiting();
        active.forEach(run -> run.end("stopped, because Tourbus is shutting down"));
        active.forEach(registry::stopping);
    }

    /**
     * Cancels a run: it finishes the slices in progress, and starts no others. A run of another process stops at the next renewal
     * of its lock. Only {@link #resume} resumes the run. Has no effect on a run that is cancelled already.
     *
     * @param initiator who cancels, such as {@code page}; for the report
     * @throws IllegalArgumentException if there is no such run
     * @throws RunEndedException if the run has ended
     */
    public KnownRun cancel(String runId, String initiator) {
        var cancellation = new Cancellation(initiator, now());
        var cancelled = registry.cancel(runId, cancellation);
        var run =
                registry.find(runId).orElseThrow(() -> new IllegalArgumentException("There is no run " + runId + "."));
        if (!cancelled && !run.cancelled()) {
            throw new RunEndedException(run);
        }
        if (cancelled) {
            LOG.info("run cancelled run={} by={}", runId, initiator);
        }
        run.cancellation().ifPresent(by -> active.cancel(Map.of(runId, by)));
        return run;
    }

    /** Like {@link #end()}, but the next start of the job resumes the run. Applies to new runs until {@link #allowRuns()}. */
    public void suspend(String reason) {
        active.suspend(reason);
    }

    /** Ends the effect of {@link #suspend} on new runs. */
    public void allowRuns() {
        active.allow();
    }

    /** @param used whether another run, of the same second, has an ID */
    static String id(Job job, Instant now, Predicate<String> used) {
        String id;
        do {
            id = "%s-%s-%04x"
                    .formatted(
                            ID_TIME.format(now),
                            job.label(),
                            ThreadLocalRandom.current().nextInt(0x10000));
        } while (used.test(id));
        return id;
    }
}
