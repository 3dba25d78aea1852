package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import io.tourbus.job.Job;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus backfill --since --until}: the events of a stretch of time. */
@Command(
        name = "backfill",
        description = "Read the events of a stretch of time, as far as Ticketmaster still has them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Takes tourbus.jobs.backfill.share-percent of a day's quota at most; what it does not get, the hourly job asks",
            "for. If its process dies, starting it again or `tourbus resume` goes on where it was.",
            "",
            "Examples:",
            "  tourbus backfill --since 2026-10-01 --until 2026-11-01"
        })
public final class BackfillCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Option(names = "--since", required = true, paramLabel = "TIME", description = "from then on: 2026-10-01")
    private String since;

    @Option(names = "--until", required = true, paramLabel = "TIME", description = "up to then, which is not included")
    private String until;

    @Override
    public Integer call() {
        var options = Map.of("tourbus.run.since", since, "tourbus.run.until", until);
        try (var bus = new TourbusContext(
                        tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false"), options), Clock.systemUTC())
                .start()) {
            var report = new RunConsole(System.err, spec.commandLine().getOut()).run(bus, Job.BACKFILL.label());
            return ExitCode.forStatus(report.status());
        }
    }
}
