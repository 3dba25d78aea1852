package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.state.RunRepository.RunFingerprint;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes runs. */
public final class RunManager {

    /** A source that a run reads. */
    public record Reader(SlicePlan plan, DailyQuota quota, ConcurrencyLimiter permits) {}

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, Reader> readers;
    private final RunFactory factory;
    private final Supplier<RunSettings> settings;
    private final RunFingerprints fingerprints;
    private final GapTracker gaps;
    private final RunRegistry registry;
    private final Clock clock;
    private final List<Run> active = new CopyOnWriteArrayList<>();
    private final ProcessCounters totals = new ProcessCounters();
    private volatile Optional<String> suspension = Optional.empty();

    /**
     * @param readers by source, for the sources that are configured
     * @param notes what every report has to say, such as which source is not configured
     * @param settings as they are when a run begins
     */
    public RunManager(
            Map<String, Reader> readers,
            List<String> notes,
            Supplier<RunSettings> settings,
            GapTracker leftovers,
            RunRegistry journal,
            Clock clock) {
        this.readers = new TreeMap<>(readers);
        this.factory = new RunFactory(this.readers, notes, leftovers);
        this.settings = settings;
        this.fingerprints = new RunFingerprints(this.readers, settings);
        this.gaps = leftovers;
        this.registry = journal;
        this.clock = clock;
    }

    /** The sources that runs read, sorted. */
    public List<String> sources() {
        return List.copyOf(readers.keySet());
    }

    /**
     * Opens a run of a job, or goes on with the last one when its process has died and it was asked for the same.
     *
     * @throws UnknownJobException when there is no such job
     * @throws JobRunningException when it is running
     */
    public Run open(String label) {
        var job = Job.of(label);
        return open(job, fingerprints.current(job));
    }

    /** As {@link #open}, with the dates that the last run was asked for, if it has not ended, whatever the settings say. */
    public Run resume(String label) {
        var job = Job.of(label);
        return open(
                job,
                registry.unfinished(job).map(fingerprints::withDatesOf).orElseGet(() -> fingerprints.current(job)));
    }

    /** The runs that have not ended, because their process died. */
    public List<UnfinishedRun> unfinished() {
        return Arrays.stream(Job.values())
                .flatMap(job -> registry.unfinished(job).stream())
                .map(run -> new UnfinishedRun(run.runId(), run.job(), run.answers(fingerprints.withDatesOf(run))))
                .toList();
    }

    private Run open(Job job, RunFingerprint asked) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var wanted = settings.get();
        var opening = registry.open(job, id(job, now), now, wanted.events(job, now), asked);
        try {
            return open(job, wanted, opening);
        } catch (RuntimeException e) {
            registry.release(job);
            throw e;
        }
    }

    /** What a run that starts now would ask its sources for, as far as that is known before anything is asked. */
    public List<SlicePreview> preview(Job job) {
        return factory.preview(job, settings.get().events(job, clock.instant()));
    }

    /** What may be asked of each source in a day. */
    public List<DailyQuota> quotas() {
        return readers.values().stream().map(Reader::quota).toList();
    }

    /** The percent of a source's requests a day that a job may take. */
    public int sharePercent(Job job) {
        return settings.get().share(job).percent();
    }

    private Run open(Job job, RunSettings wanted, RunStart start) {
        var run = factory.create(job, wanted, start);
        active.add(run);
        suspension.ifPresent(run::suspend);
        totals.began(run);
        LOG.info("run started run={} job={} sources={}", run.id(), job.label(), run.sources());
        return run;
    }

    /** The slices of a source could not be walked to their end: what is left of them is missing. */
    public void sourceFailed(
            @Variable("run") Run run,
            @Variable("source") String source,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        LOG.error("crawl broke off run={} source={}", run.id(), source, failure);
        run.sourceFailed(source, "broke off: " + ErrorMessages.describe(failure));
    }

    /** All slices of a source have been dealt with, or are left. Waits for those under way. */
    public void sourceFinished(@Variable("run") Run run, @Variable("source") String source) {
        run.sourceFinished(source);
    }

    /** The report of a run that has come to its end. */
    public RunReport close(Run run) {
        active.remove(run);
        run.finish();
        totals.ended(run);
        if (!run.isResumable(RunReport.of(run, clock.instant()))) {
            saveGaps(run);
        }
        return RunReport.of(run, clock.instant());
    }

    private void saveGaps(Run run) {
        try {
            run.requireLock();
            if (!run.sampling()) {
                gaps.save(run.coverages(), run.previousGaps());
            }
        } catch (LockLostException e) {
            LOG.warn("gaps left to another process run={} reason={}", run.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("gaps not kept run={} reason={}", run.id(), ErrorMessages.describe(e));
            run.note("what is missing could not be written down for the next run: " + ErrorMessages.describe(e));
        }
    }

    /** A run has its manifest, or its report says why not. If the process dies before, the run is resumed and gets it then. */
    public void ended(@Variable("run") Run run, @Variable("report") RunReport report) {
        if (run.isResumable(report)) {
            registry.release(run.job());
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

    /** Says of the runs under way that they still are; called every few seconds. One that is not any more asks for no more. */
    public void renew() {
        registry.renew();
        for (var run : active) {
            try {
                run.requireLock();
            } catch (LockLostException e) {
                LOG.warn("run left to another process run={} reason={}", run.id(), e.getMessage());
            }
        }
    }

    /** How far each of the runs under way has come. */
    public List<RunProgress> active() {
        return active.stream()
                .map(run -> RunProgress.of(run, requestsLeft(run)))
                .toList();
    }

    private long requestsLeft(Run run) {
        return run.sources().stream()
                .map(source -> readers.get(source).quota().left())
                .flatMapToLong(OptionalLong::stream)
                .min()
                .orElse(-1);
    }

    /** What all runs so far have counted. */
    public ProcessCounters totals() {
        return totals;
    }

    /** How far the runs under way have come, in one line; empty when there are none. */
    public String progress() {
        return active.stream()
                .map(run -> "%s: %s"
                        .formatted(
                                run.job().label(),
                                RunReport.of(run, clock.instant()).progress()))
                .collect(Collectors.joining("; "));
    }

    /** Lets the runs under way finish the slices that they have begun, and begin no others. */
    public void end() {
        active.forEach(run -> run.end("told to end"));
    }

    /**
     * As {@link #end()}, and leaves the rest to the next start of the job, as if the process had died. Holds for runs that
     * are opened from now on as well, until {@link #allowRuns()}.
     *
     * @param reason for the report
     */
    public void suspend(String reason) {
        suspension = Optional.of(reason);
        active.forEach(run -> run.suspend(reason));
    }

    /** Runs that are opened from now on are not suspended. */
    public void allowRuns() {
        suspension = Optional.empty();
    }

    private static String id(Job job, Instant now) {
        var suffix = ThreadLocalRandom.current().nextInt(0x10000);
        return "%s-%s-%04x".formatted(ID_TIME.format(now), job.label(), suffix);
    }

    /**
     * A run that has not ended, because its process died.
     *
     * @param resumable whether the settings still ask for what it was asked for
     */
    public record UnfinishedRun(String runId, String job, boolean resumable) {}
}
