package io.tourbus.cli;

import io.tourbus.cli.base.RunConsole;
import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.operations.Operations;
import io.tourbus.operations.RunRequest;
import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.run.RunEndedException;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code tourbus resume}: continues runs whose process died, or that were stopped or cancelled. Exits with the code of the worst run. */
@Command(
        name = "resume",
        description =
                "Continue all runs whose process died, or that were stopped or cancelled, and print their reports.",
        footer = {
            "",
            "A run keeps its dates and its options. If the settings of a run without options have changed what the job reads,"
                    + " the run is not resumed and the exit code is 1. In that case, start the job again."
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
            var code = resume(operations, console, run);
            worst = worst == ExitCode.FAILED || code == ExitCode.COMPLETE ? worst : code;
        }
        return worst;
    }

    private int resume(Operations operations, RunConsole console, UnfinishedRun run) {
        try {
            return console.resume(operations, new RunRequest(run.job(), Map.of(), set()));
        } catch (RunEndedException e) {
            return fail(e.getMessage());
        } catch (InvalidOptionException e) {
            if (run.isRefusal(e.getMessage())) {
                return fail(e.getMessage());
            }
            throw e;
        }
    }
}
