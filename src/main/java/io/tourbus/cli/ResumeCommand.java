package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunManager.UnfinishedRun;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus resume}: goes on with the runs whose process died. */
@Command(
        name = "resume",
        description = "Go on with the runs that did not end because their process died, and print their reports.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A run has its own dates. Where the settings ask for other countries, artists and so on than it was asked for, it is",
            "not resumed, and the exit code is 1: run its job with the options that it was begun with."
        })
public final class ResumeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    /** @return the exit code of the run that went worst */
    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (var bus = new TourbusContext(tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false")), Clock.systemUTC())
                .start()) {
            var left = bus.jobs().map(RunManager::unfinished).orElse(List.of());
            if (left.isEmpty()) {
                out.println("there is nothing to resume");
            }
            var worst = ExitCode.COMPLETE;
            for (var run : left) {
                var code = run.resumable() ? resumed(bus, run) : refused(run);
                worst = worst == ExitCode.FAILED || code == ExitCode.COMPLETE ? worst : code;
            }
            return worst;
        }
    }

    private int resumed(TourbusContext bus, UnfinishedRun run) {
        var attended = new RunConsole(System.err, spec.commandLine().getOut());
        return ExitCode.forStatus(attended.resume(bus, run.job()).status());
    }

    private int refused(UnfinishedRun run) {
        spec.commandLine()
                .getErr()
                .println(
                        "run %s is not resumed: it was asked for something else than the settings say; run %s as it was begun"
                                .formatted(run.runId(), run.job()));
        return ExitCode.FAILED;
    }
}
