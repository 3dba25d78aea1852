package io.tourbus.alerts;

import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository.OpenRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said, and what to do. Times are in UTC. */
final class AlertMessages {

    /** How many notes of a report are said; all of them are in the report. */
    private static final int NOTES = 5;

    /** What is said of the counts of a report that are not 0. */
    private static final List<Count> COUNTS = List.of(
            new Count("requests", "requests: %,d"),
            new Count("lake_records", "records in the lake: %,d"),
            new Count("stream_records", "in the stream: %,d"),
            new Count("failed_slices", "slices failed: %,d"),
            new Count("skipped_slices", "skipped: %,d"),
            new Count("missing", "entities not handed out: %,d"),
            new Count("dead_letters", "dead letters: %,d"),
            new Count("rejected", "rejected: %,d"));

    private record Count(String name, String told) {}

    private AlertMessages() {}

    static Alert forRun(RunReport report, AlertCause cause) {
        var run = report.runId();
        var said = new ArrayList<String>();
        said.add("Run %s began at %s and ended %s."
                .formatted(run, seconds(report.startedAt()), report.status().label()));
        said.add(counts(report));
        report.notes().stream().limit(NOTES).forEach(said::add);
        if (report.notes().size() > NOTES) {
            said.add("and %d more notes".formatted(report.notes().size() - NOTES));
        }
        var action = new ArrayList<String>();
        action.add("`tourbus report %s` says what %s."
                .formatted(run, cause == AlertCause.FAILED ? "went wrong" : "is missing, and why"));
        if (cause == AlertCause.FAILED) {
            action.add("`tourbus check` tries out all that a run needs.");
        }
        action.add("`tourbus %s` asks for it again, and so does its next start.".formatted(command(report.job())));
        if (report.sum("dead_letters") > 0) {
            action.add(
                    "`tourbus dead-letters list` says what was not taken; what a sink out of reach did not take is handed in again by itself.");
        }
        return alert(cause, report.job(), run, report.startedAt(), said, action);
    }

    private static String command(String job) {
        return Job.of(job).scheduled() ? "run " + job : job;
    }

    private static String counts(RunReport report) {
        var counts = COUNTS.stream()
                .filter(count -> report.sum(count.name()) > 0)
                .map(count -> count.told().formatted(report.sum(count.name())))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "nothing was asked for" : counts;
    }

    /** @param began the last time */
    static Alert late(Job job, Instant due, Optional<Instant> began, Optional<OpenRun> unfinished) {
        var said = new ArrayList<String>();
        said.add("It should have begun at %s.".formatted(due));
        said.add(unfinished
                .map(run -> "Run %s began at %s and has not ended.".formatted(run.runId(), seconds(run.started())))
                .orElseGet(() -> began.map(time -> "Its last run began at %s.".formatted(seconds(time)))
                        .orElse("It has not run yet.")));
        return alert(
                AlertCause.LATE,
                job.label(),
                unfinished.map(OpenRun::runId).orElse(null),
                due.toString(),
                said,
                unfinished.isPresent()
                        ? List.of(
                                "Wait for it, or look into the log for what holds it up: no other one is started meanwhile.",
                                "If its process has died, `tourbus resume` goes on with it.")
                        : List.of(
                                "`tourbus runs` says what ran, the log why it was not started.",
                                "`tourbus run %s` starts it by hand.".formatted(job.label())));
    }

    static Alert shrunk(RunReport report, RunReport before, List<Shrinkage> shrunk) {
        var said = new ArrayList<String>();
        said.add("Run %s is complete, and found less than run %s where both asked the same."
                .formatted(report.runId(), before.runId()));
        shrunk.forEach(entity -> said.add("%s: %,d, were %,d (%.0f %% fewer)"
                .formatted(entity.entity(), entity.now(), entity.before(), entity.percent())));
        return alert(
                AlertCause.SHRUNK,
                report.job(),
                report.runId(),
                report.startedAt(),
                said,
                List.of(
                        "Compare `tourbus report %s` with `tourbus report %s`, query by query."
                                .formatted(report.runId(), before.runId()),
                        "If the settings narrow it, or it is so, nothing is to be done: after a week it counts as all there is."));
    }

    static Alert completeAgain(RunReport report, Instant now) {
        return recovered(
                report.job(), report.runId(), now, "Run %s is complete. %s".formatted(report.runId(), counts(report)));
    }

    static Alert begunAgain(Job job, Instant began, Instant now) {
        return recovered(
                job.label(), null, now, "It is not late any more: a run began at %s.".formatted(seconds(began)));
    }

    static Alert grownAgain(RunReport report, RunReport before, Instant now) {
        return recovered(
                report.job(),
                report.runId(),
                now,
                "Run %s found as much as run %s again.".formatted(report.runId(), before.runId()));
    }

    private static Alert recovered(String job, String run, Instant now, String said) {
        return new Alert(
                Alert.WELL,
                job,
                run,
                seconds(now),
                "Tourbus: %s is well again".formatted(job),
                List.of(said),
                List.of());
    }

    private static Alert alert(
            AlertCause cause, String job, String run, String since, List<String> said, List<String> action) {
        return new Alert(
                cause.label(),
                job,
                run,
                seconds(since),
                "Tourbus: %s %s".formatted(job, cause.summary()),
                List.copyOf(said),
                List.copyOf(action));
    }

    private static String seconds(String instant) {
        return seconds(Instant.parse(instant));
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
