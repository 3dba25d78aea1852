package io.tourbus.cli;

import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.KnownRun;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus report [RUN_ID]}: prints the report of a past run. */
@Command(
        name = "report",
        description = "Print the report of a run again.",
        footer = {"", "Examples:", "  tourbus report", "  tourbus report 20261123T020000Z-daily-1f0c --json"})
public final class ReportCommand extends AbstractCommand {

    @Parameters(paramLabel = "RUN_ID", arity = "0..1", description = "the run; default: the run that began last")
    private String runId;

    @Option(names = "--json", description = "print the report as one line of JSON")
    private boolean json;

    @Override
    public Integer call() {
        return withState(state -> find(state.runs()).map(this::print).orElseGet(this::failUnknown));
    }

    private Optional<KnownRun> find(RunRepository runs) {
        return runId == null ? runs.latest(Optional.empty(), 1).stream().findFirst() : runs.find(runId);
    }

    private int print(KnownRun run) {
        if (run.report().isEmpty()) {
            return fail("Run %s has no report yet, it is %s. Wait until it ends, or continue it with `tourbus resume`."
                    .formatted(run.runId(), run.status()));
        }
        var report = run.report().get();
        out().println(json ? report : ReportTable.format(RunReport.read(report)));
        return ExitCode.COMPLETE;
    }

    private int failUnknown() {
        return fail(
                runId == null
                        ? "There are no runs in the state. Start one with `tourbus run daily`."
                        : "There is no run %s. List the runs with `tourbus runs`.".formatted(runId));
    }
}
