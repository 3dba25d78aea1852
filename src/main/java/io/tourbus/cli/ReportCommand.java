package io.tourbus.cli;

import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.text.ReportTable;
import io.tourbus.operations.RunView;
import io.tourbus.run.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus report [RUN_ID]}: prints the report of a past run. */
@Command(
        name = "report",
        description = "Print the report of a run again.",
        footer = {"", "Examples:", "  tourbus report", "  tourbus report 20261123T020000Z-daily-1f0c --json"})
public final class ReportCommand extends StateCommand {

    @Parameters(paramLabel = "RUN_ID", arity = "0..1", description = "the run; default: the run that began last")
    private String runId;

    @Option(names = "--json", description = "print the report as one line of JSON")
    private boolean json;

    @Override
    public Integer call() {
        return withOperations(operations -> runId == null ? operations.latest() : operations.run(runId))
                .map(this::print)
                .orElseGet(this::failUnknown);
    }

    private int print(RunView run) {
        if (!run.reported()) {
            return fail(
                    "Run %s has no report yet. Its status is %s. Wait until it ends, or continue it with `tourbus resume`."
                            .formatted(run.runId(), run.status()));
        }
        var report = run.report().toString();
        if (json) {
            out().println(report);
        } else {
            out().println(start(run));
            out().println(ReportTable.format(RunReport.read(report)));
        }
        return ExitCode.COMPLETE;
    }

    private static String start(RunView run) {
        var by = run.initiator() == null ? "" : " by " + run.initiator();
        var options = run.options() == null || run.options().isEmpty() ? "" : ": " + run.options();
        var cancelled = run.cancelledBy() == null ? "" : "; cancelled by " + run.cancelledBy();
        return "started at %s%s%s%s".formatted(run.startedAt(), by, options, cancelled);
    }

    private int failUnknown() {
        return fail(
                runId == null
                        ? "There are no runs in the state. Start one with `tourbus run daily`."
                        : "There is no run %s. List the runs with `tourbus runs`.".formatted(runId));
    }
}
