package io.tourbus.cli;

import io.tourbus.app.StoredState;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.KnownRun;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus report [RUN_ID]}: what a run did. */
@Command(
        name = "report",
        description = "Print the report of a run again.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  tourbus report", "  tourbus report 20261123T020000Z-daily-1f0c --json"})
public final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Parameters(paramLabel = "RUN_ID", arity = "0..1", description = "the run; the one that began last, if left out")
    private String runId;

    @Option(names = "--json", description = "as one line of JSON")
    private boolean json;

    @Override
    public Integer call() {
        try (var stored = StoredState.open(tourbus.overlay(Map.of()))) {
            return run(stored.runs()).map(this::print).orElseGet(this::unknown);
        }
    }

    private Optional<KnownRun> run(RunRepository runs) {
        return runId == null ? runs.latest(Optional.empty(), 1).stream().findFirst() : runs.find(runId);
    }

    private int print(KnownRun run) {
        if (run.report().isEmpty()) {
            return complain("the run %s is %s and has no report yet".formatted(run.runId(), run.status()));
        }
        var report = run.report().get();
        spec.commandLine().getOut().println(json ? report : ReportTable.format(RunReport.read(report)));
        return ExitCode.COMPLETE;
    }

    private int unknown() {
        return complain(
                runId == null
                        ? "no run is remembered"
                        : "no run %s is remembered: `tourbus runs` lists those that are".formatted(runId));
    }

    private int complain(String problem) {
        spec.commandLine().getErr().println("tourbus: " + problem);
        return ExitCode.FAILED;
    }
}
