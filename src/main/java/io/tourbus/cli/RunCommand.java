package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import io.tourbus.job.Job;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus run JOB}: runs a job once and prints its report. */
@Command(
        name = "run",
        description = "Run a job once and print its report.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Times are days, which begin at midnight UTC (2026-12-31), or 2026-12-31T18:00:00Z.",
            "",
            "Examples:",
            "  tourbus run daily",
            "  tourbus run daily --only ticketmaster --since 2026-12-01 --until 2027-01-01",
            "  tourbus run daily --countries GB,DE --set tourbus.ticketmaster.undated=false"
        })
public final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Parameters(paramLabel = "JOB", description = "daily, hourly, artist-refresh or venue-refresh")
    private String job;

    @Mixin
    private RunOptions options;

    @Option(names = "--json", description = "print the report as one line of JSON")
    private boolean json;

    @Override
    public Integer call() {
        Job.of(job);
        try (var bus = new TourbusContext(
                        tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false"), options.settings()),
                        Clock.systemUTC())
                .start()) {
            var report = new RunConsole(System.err, spec.commandLine().getOut(), json).run(bus, job);
            return ExitCode.forStatus(report.status());
        }
    }
}
