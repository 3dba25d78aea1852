package io.tourbus.cli.option;

import io.tourbus.operations.Operations;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Option;

/** The runs that a command processes: one, or all of a day. */
public final class RunSelection {

    @Option(names = "--run", paramLabel = "RUN_ID", required = true, description = "one run, see `tourbus runs`")
    private String run;

    @Option(
            names = "--day",
            paramLabel = "DAY",
            required = true,
            description = "all runs that began on this UTC day, such as 2026-11-23")
    private LocalDate day;

    /**
     * The IDs of the runs.
     *
     * @param from the bucket with the manifests; {@code null} for that of the lake
     * @throws io.tourbus.lake.LakeException if no run of the day has a manifest
     */
    public List<String> runs(Operations operations, String from) {
        return day == null ? List.of(run) : operations.runsOf(day, from);
    }
}
