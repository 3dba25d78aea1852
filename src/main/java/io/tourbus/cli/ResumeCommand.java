package io.tourbus.cli;

import io.tourbus.Bus;
import java.time.Clock;
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
        mixinStandardHelpOptions = true)
public final class ResumeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    /** @return the exit code of the run that went worst */
    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (var bus = new Bus(tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false")), Clock.systemUTC()).start()) {
            var jobs = bus.resumable();
            if (jobs.isEmpty()) {
                out.println("there is nothing to resume");
            }
            var worst = ExitCode.COMPLETE;
            for (var job : jobs) {
                var code = ExitCode.of(
                        new AttendedRun(System.err, out).of(bus, job).status());
                worst = worst == ExitCode.FAILED || code == ExitCode.COMPLETE ? worst : code;
            }
            return worst;
        }
    }
}
