package io.tourbus.cli;

import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.option.Candidates;
import io.tourbus.cli.text.TextTable;
import io.tourbus.job.Job;
import io.tourbus.operations.RunLine;
import io.tourbus.settings.Setting;
import io.tourbus.state.RunRepository.RunFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tourbus runs}: lists past runs. */
@Command(
        name = "runs",
        description = "List past runs, the latest one first.",
        footer = {"", "Examples:", "  tourbus runs", "  tourbus runs --job daily --last 5 --json"})
public final class RunsCommand extends StateCommand {

    private static final List<String> HEAD = List.of(
            "run",
            "job",
            "status",
            "started",
            "by",
            "seconds",
            "requests",
            "lake",
            "stream",
            "missing",
            "dead letters",
            "options");

    @Option(
            names = "--job",
            paramLabel = "JOB",
            completionCandidates = Candidates.Jobs.class,
            description = "only runs of this job")
    private String job;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            completionCandidates = Candidates.Statuses.class,
            description = "only runs with this status, such as partial")
    private String status;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "only runs that started at this time or later, such as 2026-11-23")
    private String since;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "number of runs; default: ${DEFAULT-VALUE}",
            defaultValue = "20")
    private int limit;

    @Option(
            names = "--json",
            description = "print the reports, one line of JSON each; runs without a report are omitted")
    private boolean json;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw usageError("--last is not valid: '%d'. Use 1 or more.".formatted(limit));
        }
        if (status != null && !RunFilter.STATUSES.contains(status)) {
            throw usageError("--status is not valid: '%s'. Use one of %s."
                    .formatted(status, String.join(", ", RunFilter.STATUSES)));
        }
        var filter = new RunFilter(
                Optional.ofNullable(job).map(name -> Job.of(name).label()),
                Optional.ofNullable(status),
                Optional.ofNullable(since).map(this::instant),
                Optional.empty(),
                limit);
        printRuns(withOperations(operations -> operations.runs(filter, json)));
        return ExitCode.COMPLETE;
    }

    private Instant instant(String value) {
        try {
            return Setting.instant(value);
        } catch (DateTimeException e) {
            throw usageError(
                    "--since is not valid: '%s'. Use a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z."
                            .formatted(value));
        }
    }

    private void printRuns(List<RunLine> runs) {
        if (json) {
            runs.stream().filter(run -> run.report() != null).forEach(run -> out().println(run.report()));
        } else {
            var table = new TextTable(5, HEAD).withText();
            runs.forEach(run -> table.add(row(run)));
            print(table);
        }
    }

    private static List<String> row(RunLine run) {
        var duration = run.durationMillis();
        return List.of(
                run.runId(),
                run.job(),
                run.cancelledBy() == null ? run.status() : "%s by %s".formatted(run.status(), run.cancelledBy()),
                run.startedAt().replaceFirst("\\.\\d+Z", "Z"),
                Objects.requireNonNullElse(run.initiator(), "-"),
                duration == null ? "-" : "%,.1f".formatted(duration / 1_000.0),
                number(run.requests()),
                number(run.lakeRecords()),
                number(run.streamRecords()),
                number(run.missing()),
                number(run.deadLetters()),
                Objects.requireNonNullElse(run.options(), ""));
    }

    private static String number(Long count) {
        return count == null ? "-" : "%,d".formatted(count);
    }
}
