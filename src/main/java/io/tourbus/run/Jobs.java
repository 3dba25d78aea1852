package io.tourbus.run;

import io.tourbus.source.Concerts;
import io.tourbus.source.Outline;
import io.tourbus.source.Quota;
import io.tourbus.source.Scope;
import io.tourbus.source.Scope.Breadth;
import io.tourbus.source.SlicePlan;
import io.tourbus.state.Asked;
import io.tourbus.state.Gap;
import io.tourbus.state.Span;
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
public final class Jobs {

    /** A source that a run reads. */
    public record Reader(SlicePlan plan, Quota quota, SlicePermits permits) {}

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, Reader> readers;
    private final List<String> notes;
    private final Supplier<RunSettings> settings;
    private final Wishes wishes;
    private final Leftovers leftovers;
    private final Journal journal;
    private final Clock clock;
    private final List<Run> underWay = new CopyOnWriteArrayList<>();
    private final Totals totals = new Totals();
    private volatile Optional<String> suspension = Optional.empty();

    /**
     * @param readers by source, for the sources that are configured
     * @param notes what every report has to say, such as which source is not configured
     * @param settings as they are when a run begins
     */
    public Jobs(
            Map<String, Reader> readers,
            List<String> notes,
            Supplier<RunSettings> settings,
            Leftovers leftovers,
            Journal journal,
            Clock clock) {
        this.readers = new TreeMap<>(readers);
        this.notes = List.copyOf(notes);
        this.settings = settings;
        this.wishes = new Wishes(this.readers, settings);
        this.leftovers = leftovers;
        this.journal = journal;
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
        return open(job, wishes.of(job));
    }

    /** As {@link #open}, with the dates that the last run was asked for, if it has not ended, whatever the settings say. */
    public Run resume(String label) {
        var job = Job.of(label);
        return open(job, journal.unfinished(job).map(wishes::onDatesOf).orElseGet(() -> wishes.of(job)));
    }

    /** The runs that have not ended, because their process died. */
    public List<LeftRun> left() {
        return Arrays.stream(Job.values())
                .flatMap(job -> journal.unfinished(job).stream())
                .map(run -> new LeftRun(run.runId(), run.job(), run.answers(wishes.onDatesOf(run))))
                .toList();
    }

    private Run open(Job job, Asked asked) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var wanted = settings.get();
        var opening = journal.open(job, id(job, now), now, wanted.events(job, now), asked);
        try {
            return open(job, wanted, opening);
        } catch (RuntimeException e) {
            journal.release(job);
            throw e;
        }
    }

    /** What a run that starts now would ask its sources for, as far as that is known before anything is asked. */
    public List<Outline> outline(Job job) {
        var scope = scope(job, settings.get().events(job, clock.instant()), List.of());
        return readers.values().stream()
                .flatMap(reader -> reader.plan().outline(scope).stream())
                .toList();
    }

    /** What may be asked of each source in a day. */
    public List<Quota> quotas() {
        return readers.values().stream().map(Reader::quota).toList();
    }

    /** The percent of a source's requests a day that a job may take. */
    public int sharePercent(Job job) {
        return settings.get().share(job).percent();
    }

    private Run open(Job job, RunSettings wanted, Opening opening) {
        var left = leftovers.all();
        var scope = scope(job, opening.events(), left);
        Map<String, Walk> walks = new TreeMap<>();
        try {
            readers.forEach(
                    (source, reader) -> walks.put(source, new Walk(reader.plan().slices(scope), reader.permits())));
            var run = new Run(
                    opening.runId(),
                    job,
                    wanted.share(job),
                    opening.started(),
                    opening.lock(),
                    walks,
                    wanted.narrowed(job, opening.started(), opening.events()) ? List.of() : left,
                    wanted.limit(),
                    wanted.failuresInARow());
            opening.tell(run);
            notes.forEach(run::note);
            readers.forEach((source, reader) ->
                    reader.quota().refusal(run.share()).ifPresent(blocked -> run.block(source, blocked.getMessage())));
            underWay.add(run);
            suspension.ifPresent(run::suspend);
            totals.began(run);
            LOG.info("run started run={} job={} sources={}", run.id(), job.label(), run.sources());
            return run;
        } catch (RuntimeException e) {
            walks.values().forEach(walk -> walk.queue().finish());
            throw e;
        }
    }

    /** The slices of a source could not be walked to their end: what is left of them is missing. */
    public void brokeOff(
            @Variable("run") Run run,
            @Variable("source") String source,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        LOG.error("crawl broke off run={} source={}", run.id(), source, failure);
        run.breakOff(source, "broke off: " + Reasons.of(failure));
    }

    /** All slices of a source have been dealt with, or are left. Waits for those under way. */
    public void crawled(@Variable("run") Run run, @Variable("source") String source) {
        run.crawled(source);
    }

    /** The report of a run that has come to its end. */
    public RunReport close(Run run) {
        underWay.remove(run);
        run.finish();
        totals.ended(run);
        if (!run.goesOn(RunReport.of(run, clock.instant()))) {
            keepLeftovers(run);
        }
        return RunReport.of(run, clock.instant());
    }

    private void keepLeftovers(Run run) {
        try {
            run.requireLock();
            if (!run.sampling()) {
                leftovers.keep(run.coverages(), run.leftBefore());
            }
        } catch (LockLostException e) {
            LOG.warn("gaps left to another process run={} reason={}", run.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("gaps not kept run={} reason={}", run.id(), Reasons.of(e));
            run.note("what is missing could not be written down for the next run: " + Reasons.of(e));
        }
    }

    /** A run has its manifest, or its report says why not. If the process dies before, the run is resumed and gets it then. */
    public void ended(@Variable("run") Run run, @Variable("report") RunReport report) {
        if (run.goesOn(report)) {
            journal.release(run.job());
        } else {
            journal.close(run, report);
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
        journal.renew();
        for (var run : underWay) {
            try {
                run.requireLock();
            } catch (LockLostException e) {
                LOG.warn("run left to another process run={} reason={}", run.id(), e.getMessage());
            }
        }
    }

    /** How far each of the runs under way has come. */
    public List<RunProgress> underWay() {
        return underWay.stream().map(run -> RunProgress.of(run, left(run))).toList();
    }

    private long left(Run run) {
        return run.sources().stream()
                .map(source -> readers.get(source).quota().left())
                .flatMapToLong(OptionalLong::stream)
                .min()
                .orElse(-1);
    }

    /** What all runs so far have counted. */
    public Totals totals() {
        return totals;
    }

    /** How far the runs under way have come, in one line; empty when there are none. */
    public String progress() {
        return underWay.stream()
                .map(run -> "%s: %s"
                        .formatted(
                                run.job().label(),
                                RunReport.of(run, clock.instant()).progress()))
                .collect(Collectors.joining("; "));
    }

    /** Lets the runs under way finish the slices that they have begun, and begin no others. */
    public void end() {
        underWay.forEach(run -> run.end("told to end"));
    }

    /**
     * As {@link #end()}, and leaves the rest to the next start of the job, as if the process had died. Holds for runs that
     * are opened from now on as well, until {@link #goOn()}.
     *
     * @param reason for the report
     */
    public void suspend(String reason) {
        suspension = Optional.of(reason);
        underWay.forEach(run -> run.suspend(reason));
    }

    /** Runs that are opened from now on are not suspended. */
    public void goOn() {
        suspension = Optional.empty();
    }

    private static Scope scope(Job job, Span events, List<Gap> left) {
        return new Scope(
                job.entities(),
                events.from(),
                events.until(),
                job.breadth(),
                job.breadth() == Breadth.NEAR ? Leftovers.slices(left) : List.of(),
                new Concerts());
    }

    private static String id(Job job, Instant now) {
        var suffix = ThreadLocalRandom.current().nextInt(0x10000);
        return "%s-%s-%04x".formatted(ID_TIME.format(now), job.label(), suffix);
    }
}
