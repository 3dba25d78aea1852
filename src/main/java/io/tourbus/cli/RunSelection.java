package io.tourbus.cli;

import java.time.LocalDate;
import picocli.CommandLine.Option;

/** The runs that a command processes: one, or all of a day. */
final class RunSelection {

    @Option(names = "--run", paramLabel = "RUN_ID", required = true, description = "one run, see `tourbus runs`")
    String run;

    @Option(
            names = "--day",
            paramLabel = "DAY",
            required = true,
            description = "all runs that began on this UTC day, such as 2026-11-23")
    LocalDate day;
}
