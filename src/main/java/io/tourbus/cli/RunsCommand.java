package io.tourbus.cli;

import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository.KnownRun;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tourbus runs}: lists past runs. */
@Command(
        name = "runs",
        description = "List past runs, the latest one first.",
        footer = {"", "Examples:", "  tourbus runs", "  tourbus runs --job daily --last 5 --json"})
public final class RunsCommand extends AbstractCommand {

    private static final List<String> HEAD =
            List.of("run", "job", "status", "seconds", "requests", "lake", "stream", "missing", "dead letters");

    @Option(names = "--job", paramLabel = "JOB", description = "only runs of this job")
    private String job;

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
            throw usageError("--last is not valid: %d. Use 1 or more.".formatted(limit));
        }
        var label = Optional.ofNullable(job).map(name -> Job.of(name).label());
        return withState(state -> print(state.runs().latest(label, limit)));
    }

    private int print(List<KnownRun> runs) {
        if (json) {
            runs.forEach(run -> run.report().ifPresent(out()::println));
        } else {
            var table = new Table(3, HEAD);
            runs.forEach(run -> table.add(row(run)));
            print(table);
        }
        return ExitCode.COMPLETE;
    }

    private static List<String> row(KnownRun run) {
        return run.report()
                .map(RunReport::read)
                .map(report -> List.of(
                        run.runId(),
                        run.job(),
                        run.status(),
                        "%,.1f".formatted(report.durationMillis() / 1_000.0),
                        number(report, "requests"),
                        number(report, "lake_records"),
                        number(report, "stream_records"),
                        number(report, "missing"),
                        number(report, "dead_letters")))
                .orElse(List.of(run.runId(), run.job(), run.status(), "-", "-", "-", "-", "-", "-"));
    }

    private static String number(RunReport report, String count) {
        return "%,d".formatted(report.sum(count));
    }
}
