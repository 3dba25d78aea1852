package io.tourbus.cli;

import io.tourbus.cli.base.StateCommand;
import io.tourbus.job.Job;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tourbus backfill}: reads the events between two dates. */
@Command(
        name = "backfill",
        description = "Read the events between two dates. Ticketmaster removes events after they took place.",
        footer = {
            "",
            "Uses at most tourbus.jobs.backfill.share-percent of the daily quota. The next hourly run requests what is missing."
                    + " If the process dies, start the command again or use `tourbus resume`.",
            "",
            "Examples:",
            "  tourbus backfill --since 2027-06-01 --until 2027-07-01"
        })
public final class BackfillCommand extends StateCommand {

    @Option(
            names = "--since",
            required = true,
            paramLabel = "TIME",
            description = "read events from this time on, such as 2027-06-01")
    private String since;

    @Option(
            names = "--until",
            required = true,
            paramLabel = "TIME",
            description = "read events up to this time, which is not included")
    private String until;

    @Option(names = "--full", description = FULL)
    private boolean full;

    @Override
    public Integer call() {
        return run(Job.BACKFILL, withFull(Map.of("since", since, "until", until), full), false);
    }
}
