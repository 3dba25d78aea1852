package io.tourbus.cli;

import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.option.Candidates;
import io.tourbus.cli.option.RunOptions;
import io.tourbus.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus run JOB}: runs a job once and prints its report. */
@Command(
        name = "run",
        description = "Run a job once and print its report.",
        footer = {
            "",
            "TIME is a day, which begins at midnight UTC (2026-12-31), or an instant (2026-12-31T18:00:00Z).",
            "",
            "Examples:",
            "  tourbus run daily",
            "  tourbus run daily --only ticketmaster --since 2026-12-01 --until 2027-01-01",
            "  tourbus run daily --countries GB,DE --set tourbus.ticketmaster.undated=false"
        })
public final class RunCommand extends StateCommand {

    @Parameters(
            paramLabel = "JOB",
            completionCandidates = Candidates.Jobs.class,
            description = "daily, hourly, artist-refresh or venue-refresh")
    private String job;

    @Mixin
    private RunOptions options;

    @Option(names = "--full", description = FULL)
    private boolean full;

    @Option(names = "--json", description = "print the report as one line of JSON")
    private boolean json;

    @Override
    public Integer call() {
        var started = Job.of(job);
        return run(started, withFull(options.values(started), full), json);
    }
}
