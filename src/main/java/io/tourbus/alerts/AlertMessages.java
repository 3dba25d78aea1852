package io.tourbus.alerts;

import io.tourbus.alerts.BaselineFinder.Shrinkage;
import io.tourbus.job.Job;
import io.tourbus.run.ResumableRuns.DiedRun;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository.KnownRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Creates alerts with their texts. Times are in UTC. */
final class AlertMessages {

    private static final int MAX_NOTES = 5;

    /** The counts of a report to mention unless they are 0. */
    private static final List<Count> COUNTS = List.of(
            new Count("requests", "requests: %,d"),
            new Count("lake_records", "records in the lake: %,d"),
            new Count("stream_records", "records in the stream: %,d"),
            new Count("failed_slices", "failed slices: %,d"),
            new Count("skipped_slices", "skipped slices: %,d"),
            new Count("missing", "missing entities: %,d"),
            new Count("dead_letters", "dead letters: %,d"),
            new Count("rejected", "rejected: %,d"));

    private record Count(String name, String format) {}

    private AlertMessages() {}

    static Alert forRun(RunReport report, Alert.Cause cause) {
        var run = report.runId();
        var details = new ArrayList<String>();
        details.add("Run %s started at %s and ended as %s."
                .formatted(
                        run,
                        Alert.seconds(Instant.parse(report.startedAt())),
                        report.status().label()));
        details.add(counts(report));
        report.notes().stream().limit(MAX_NOTES).forEach(details::add);
        if (report.notes().size() > MAX_NOTES) {
            details.add("and %d more notes".formatted(report.notes().size() - MAX_NOTES));
        }
        var action = new ArrayList<String>();
        action.add("Run `tourbus report %s` to see what %s."
                .formatted(run, cause == Alert.Cause.FAILED ? "failed" : "is missing, and why"));
        if (cause == Alert.Cause.FAILED) {
            action.add("Run `tourbus check` to test the settings, the sources and the sinks.");
        }
        action.add("Run `tourbus %s` to request the data again. The next run of the job does so too."
                .formatted(command(report.job())));
        if (report.sum("dead_letters") > 0) {
            action.add(
                    "Run `tourbus dead-letters list` to see what was not accepted. Tourbus automatically redelivers what"
                            + " an unreachable sink did not accept.");
        }
        return alert(cause, report, details, action);
    }

    private static String command(String job) {
        return Job.of(job).scheduled() ? "run " + job : job;
    }

    private static String counts(RunReport report) {
        var counts = COUNTS.stream()
                .filter(count -> report.sum(count.name()) > 0)
                .map(count -> count.format().formatted(report.sum(count.name())))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "no requests were sent" : counts;
    }

    static Alert late(Job job, Instant due, Optional<Instant> lastStart, Optional<KnownRun> unfinished) {
        var details = new ArrayList<String>();
        details.add("It should have started at %s.".formatted(due));
        details.add(unfinished
                .map(run ->
                        "Run %s started at %s and has not ended.".formatted(run.runId(), Alert.seconds(run.started())))
                .or(() -> lastStart.map(time -> "Its last run started at %s.".formatted(Alert.seconds(time))))
                .orElse("It has never run."));
        var action = unfinished.isPresent()
                ? List.of(
                        "Wait for this run, or look in the log for what delays it. The next run starts after it has ended.",
                        "If its process has crashed, run `tourbus resume` to continue it.")
                : List.of(
                        "Run `tourbus runs` to list the recent runs, and look in the log for why this one did not start.",
                        "Run `tourbus run %s` to start it now.".formatted(job.label()));
        var run = unfinished.map(KnownRun::runId).orElse(null);
        return Alert.of(Alert.Cause.LATE, job.label(), run, due, details, action);
    }

    static Alert died(DiedRun run) {
        var details = List.of(
                "The process of run %s, which started at %s, was killed or crashed before the run ended."
                        .formatted(run.runId(), Alert.seconds(run.started())),
                run.obstacle().map("Tourbus does not resume it: %s."::formatted).orElse("Tourbus resumes it now."));
        var action = new ArrayList<String>();
        action.add("Look for the cause in the log of that process, of the container and of the operating system.");
        if (run.obstacle().isPresent()) {
            action.add("Run `tourbus resume` to continue the run, or `tourbus %s` to start a new one."
                    .formatted(command(run.job())));
        }
        return Alert.of(Alert.Cause.DIED, run.job(), run.runId(), run.started(), details, action);
    }

    static Alert ended(RunReport report, Instant now) {
        var detail =
                "Run %s ended as %s.".formatted(report.runId(), report.status().label());
        return Alert.recovery(report.job(), report.runId(), now, detail);
    }

    static Alert shrunk(RunReport report, RunReport baseline, List<Shrinkage> shrunk) {
        var details = new ArrayList<String>();
        details.add("Run %s is complete, but found fewer entities than run %s in the queries that both sent."
                .formatted(report.runId(), baseline.runId()));
        shrunk.forEach(entity -> details.add("%s: %,d instead of %,d (%.0f %% fewer)"
                .formatted(entity.entity(), entity.found(), entity.baseline(), entity.percent())));
        var action = List.of(
                "Compare `tourbus report %s` with `tourbus report %s`, query by query."
                        .formatted(report.runId(), baseline.runId()),
                "If you expect the drop, do nothing: after 7 days, the lower number becomes the new baseline.");
        return alert(Alert.Cause.SHRUNK, report, details, action);
    }

    static Alert vanished(RunReport report) {
        var details = new ArrayList<String>();
        details.add(
                "Run %s is complete, but did not find entities that the last complete run of the same queries found."
                        .formatted(report.runId()));
        report.lines().stream()
                .filter(line -> line.count("vanished") > 0)
                .forEach(line -> details.add(
                        "%s %s: %,d vanished".formatted(line.source(), line.entity(), line.count("vanished"))));
        var action =
                List.of("Look up the IDs in raw/_runs/%s.json in the lake, field vanished.".formatted(report.runId()));
        return alert(Alert.Cause.VANISHED, report, details, action);
    }

    static Alert noneVanished(RunReport report, Instant now) {
        var detail = "Run %s found all entities of the last complete run.".formatted(report.runId());
        return Alert.recovery(report.job(), report.runId(), now, detail);
    }

    static Alert completed(RunReport report, Instant now) {
        var detail = "Run %s is complete. %s".formatted(report.runId(), counts(report));
        return Alert.recovery(report.job(), report.runId(), now, detail);
    }

    static Alert started(Job job, Instant start, Instant now) {
        var detail = "The job is no longer late: a run started at %s.".formatted(Alert.seconds(start));
        return Alert.recovery(job.label(), null, now, detail);
    }

    static Alert regrown(RunReport report, RunReport baseline, Instant now) {
        var detail = "Run %s found about as many entities as run %s.".formatted(report.runId(), baseline.runId());
        return Alert.recovery(report.job(), report.runId(), now, detail);
    }

    private static Alert alert(Alert.Cause cause, RunReport report, List<String> details, List<String> action) {
        return Alert.of(cause, report.job(), report.runId(), Instant.parse(report.startedAt()), details, action);
    }
}
