package io.tourbus.cli;

import io.tourbus.Bus;
import io.tourbus.run.Job;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus run JOB}: runs a job once and prints its report. */
@Command(
        name = "run",
        description = "Run a job once and print its report.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  tourbus run daily", "  tourbus run artist-refresh"})
public final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Parameters(paramLabel = "JOB", description = "daily, hourly, artist-refresh or venue-refresh")
    private String job;

    @Override
    public Integer call() {
        Job.of(job);
        try (var bus = new Bus(tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false")), Clock.systemUTC()).start()) {
            var report = new AttendedRun(System.err, spec.commandLine().getOut()).of(bus, job);
            return ExitCode.of(report.status());
        }
    }
}
