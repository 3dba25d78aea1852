package io.tourbus.cli;

import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.operations.NotFoundException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tourbus cancel RUN_ID}: cancels a run of a process that serves, or that shares the state. */
@Command(
        name = "cancel",
        description = "Cancel a run. It finishes its current slices. `tourbus resume` can continue it.",
        footer = {"", "Examples:", "  tourbus cancel 20261123T020000Z-daily-1f0c"})
public final class CancelCommand extends StateCommand {

    @Parameters(paramLabel = "RUN_ID", description = "the run, see `tourbus runs`")
    private String runId;

    @Override
    public Integer call() {
        try {
            var run = withOperations(operations -> operations.cancel(runId));
            out().println("run %s: %s".formatted(run.runId(), run.status()));
            return ExitCode.COMPLETE;
        } catch (NotFoundException e) {
            return fail("There is no run %s. List the runs with `tourbus runs`.".formatted(runId));
        }
    }
}
