package io.tourbus.cli;

import io.tourbus.run.RunManager;
import io.tourbus.run.RunManager.UnfinishedRun;
import java.util.List;
import java.util.Map;
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
public final class ResumeCommand extends AbstractCommand {

    @Override
    public Integer call() {
        try (var context = startContext(Map.of())) {
            var unfinished = context.runManager().map(RunManager::unfinished).orElse(List.of());
            if (unfinished.isEmpty()) {
                out().println("Nothing to resume.");
            }
            var console = new RunConsole(System.err, out(), false);
            var worst = ExitCode.COMPLETE;
            for (var run : unfinished) {
                var code = run.resumable() ? console.resume(context, run.job()) : refuse(run);
                worst = worst == ExitCode.FAILED || code == ExitCode.COMPLETE ? worst : code;
            }
            return worst;
        }
    }

    private int refuse(UnfinishedRun run) {
        return fail("Run %s is not resumed: its options differ from the current settings.".formatted(run.runId())
                + " Run `tourbus run %s` with the options that the run was started with.".formatted(run.job()));
    }
}
