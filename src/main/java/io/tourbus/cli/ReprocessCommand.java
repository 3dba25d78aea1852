package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import io.tourbus.deadletter.ReprocessProgress;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus reprocess --run RUN | --day DAY}: records made anew of the raw zone. */
@Command(
        name = "reprocess",
        description = "Make records anew of what runs left in the raw zone. Asks no API.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "For when a newer Tourbus makes other records of the same. Objects of records are put in place of the old ones,"
                    + " under their names. The stream gets what differs, unless a later run has brought it since. Doing it again does no harm.",
            "",
            "Examples:",
            "  tourbus reprocess --run 20261123T020000Z-daily-1f0c",
            "  tourbus reprocess --day 2026-11-23"
        })
public final class ReprocessCommand implements Callable<Integer> {

    /** What is made anew. */
    private static final class Which {

        @Option(names = "--run", paramLabel = "RUN_ID", required = true, description = "a run, as `runs` lists it")
        private String run;

        @Option(
                names = "--day",
                paramLabel = "DAY",
                required = true,
                description = "all runs that began on a day of UTC")
        private LocalDate day;
    }

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Override
    public Integer call() {
        try (var bus = new TourbusContext(tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false")), Clock.systemUTC())
                .start()) {
            var runs = which.day == null ? List.of(which.run) : bus.runsOf(which.day);
            if (runs.isEmpty()) {
                spec.commandLine().getErr().println("tourbus: no run of %s has a manifest".formatted(which.day));
                return ExitCode.FAILED;
            }
            for (var run : runs) {
                spec.commandLine().getOut().println(line(bus.reprocess(run)));
                spec.commandLine().getOut().flush();
            }
            return ExitCode.COMPLETE;
        }
    }

    private static String line(ReprocessProgress run) {
        return "reprocessed run %s: %,d raw objects, %,d records, %,d rejected; %,d objects differed; into the stream %,d, left to later runs %,d"
                .formatted(
                        run.runId(),
                        run.objects(),
                        run.records(),
                        run.rejected(),
                        run.different(),
                        run.streamed(),
                        run.later());
    }
}
