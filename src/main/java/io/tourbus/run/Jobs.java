package io.tourbus.run;

import io.tourbus.source.Scope;
import io.tourbus.source.Slice;
import io.tourbus.source.SlicePlan;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes runs. */
public final class Jobs {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, SlicePlan> plans;
    private final List<String> notes;
    private final RunSettings settings;
    private final Clock clock;
    private final AtomicReference<Run> latest = new AtomicReference<>();

    /**
     * @param plans by source, for the sources that are configured
     * @param notes what every report has to say, such as which source is not configured
     */
    public Jobs(Map<String, SlicePlan> plans, List<String> notes, RunSettings settings, Clock clock) {
        this.plans = Map.copyOf(plans);
        this.notes = List.copyOf(notes);
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws UnknownJobException when there is no such job */
    public Run open(String label) {
        var job = Job.of(label);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var scope = new Scope(job.entities(), now.truncatedTo(ChronoUnit.SECONDS), settings.horizon(job, now));
        var run = new Run(id(job, now), job, now, plan(scope), settings.failuresInARow());
        notes.forEach(run::note);
        latest.set(run);
        LOG.info("run started run={} job={} sources={}", run.id(), job.label(), run.sources());
        return run;
    }

    /** The report of a run that has come to its end. */
    public RunReport close(Run run) {
        var report = RunReport.of(run, clock.instant());
        LOG.info(
                "run ended run={} status={} requests={} lake_records={} stream_records={}",
                run.id(),
                report.status().label(),
                report.sum("requests"),
                report.sum("lake_records"),
                report.sum("stream_records"));
        return report;
    }

    /** How far the run that was opened last has come, in one line; empty before the first one. */
    public String progress() {
        var run = latest.get();
        return run == null ? "" : RunReport.of(run, clock.instant()).progress();
    }

    /** Lets the run under way finish the slices that it has begun, and begin no others. */
    public void end() {
        var run = latest.get();
        if (run != null) {
            run.sources().forEach(source -> run.close(source, "told to end"));
        }
    }

    private Map<String, Stream<Slice>> plan(Scope scope) {
        Map<String, Stream<Slice>> slices = new TreeMap<>();
        plans.forEach((source, plan) -> slices.put(source, plan.slices(scope)));
        return slices;
    }

    private static String id(Job job, Instant now) {
        var suffix = ThreadLocalRandom.current().nextInt(0x10000);
        return "%s-%s-%04x".formatted(ID_TIME.format(now), job.label(), suffix);
    }
}
