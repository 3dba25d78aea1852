package io.tourbus.cli;

import io.tourbus.app.StoredState;
import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository.KnownRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus runs}: the runs that are remembered. */
@Command(
        name = "runs",
        description = "List the runs, the last one first.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  tourbus runs", "  tourbus runs --job daily --last 5 --json"})
public final class RunsCommand implements Callable<Integer> {

    private static final List<String> HEAD =
            List.of("run", "job", "status", "seconds", "requests", "lake", "stream", "missing", "letters");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Option(names = "--job", paramLabel = "JOB", description = "only the runs of this job")
    private String job;

    @Option(names = "--last", paramLabel = "N", description = "how many; 20 if left out", defaultValue = "20")
    private int most;

    @Option(names = "--json", description = "the reports, a line of JSON each; a run without one is left out")
    private boolean json;

    @Override
    public Integer call() {
        if (most < 1) {
            throw new ParameterException(spec.commandLine(), "--last is %d: set 1 or more".formatted(most));
        }
        var wanted = Optional.ofNullable(job).map(label -> Job.of(label).label());
        try (var stored = StoredState.open(tourbus.overlay(Map.of()))) {
            print(stored.runs().latest(wanted, most));
            return ExitCode.COMPLETE;
        }
    }

    private void print(List<KnownRun> runs) {
        var out = spec.commandLine().getOut();
        if (json) {
            runs.forEach(run -> run.report().ifPresent(out::println));
            return;
        }
        var table = new Table(3, HEAD);
        runs.forEach(run -> table.add(row(run)));
        table.lines().forEach(out::println);
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
