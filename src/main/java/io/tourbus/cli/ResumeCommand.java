package io.tourbus.cli;

import io.tourbus.operations.Operations;
import io.tourbus.run.ResumableRuns.UnfinishedRun;
import picocli.CommandLine.Command;

/** {@code tourbus resume}: continues the runs whose process died. Exits with the code of the worst run. */
@Command(
        name = "resume",
        description =
                "Continue all runs whose process died, or that were stopped or cancelled, and print their reports.",
        footer = {
            "",
            "A run keeps its dates. If the settings have changed what the job reads, the run is not resumed and the exit code"
                    + " is 1. In that case, start the job with the options of the original run."
        })
public final class ResumeCommand extends StateCommand {

    @Override
    public Integer call() {
        return withRunOperations(this::resume);
    }

    private int resume(Operations operations) {
        var unfinished = operations.unfinished();
        if (unfinished.isEmpty()) {
            out().println("Nothing to resume.");
        }
        var console = new RunConsole(System.err, out(), false);
        var worst = ExitCode.COMPLETE;
        for (var run : unfinished) {
            var code = run.resumable() ? console.resume(operations, run.job()) : refuse(run);
            worst = worst == ExitCode.FAILED || code == ExitCode.COMPLETE ? worst : code;
        }
        return worst;
    }

    private int refuse(UnfinishedRun run) {
        var differences = run.differences().isEmpty() ? "" : ": " + String.join("; ", run.differences());
        return fail("Run %s is not resumed, because its options differ from the current settings%s."
                        .formatted(run.runId(), differences)
                + " Run `tourbus run %s` instead.".formatted((run.job() + " " + run.options()).strip()));
    }
}
