package io.tourbus.cli;

import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.option.RunSelection;
import io.tourbus.operations.ReprocessedRun;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code tourbus reprocess}: rebuilds records from the raw objects of past runs. */
@Command(
        name = "reprocess",
        description = "Rebuild records from the raw objects of past runs, without calling an API.",
        footer = {
            "",
            "Use it after an upgrade that normalizes differently. Rebuilt lake objects replace the old ones under the same"
                    + " names. The stream gets the records that changed, unless a later run has delivered them. You can repeat"
                    + " the command safely.",
            "",
            "A raw object that is missing or was changed since the run is named and not used. The exit code is 3 then.",
            "",
            "Examples:",
            "  tourbus reprocess --run 20261123T020000Z-daily-1f0c",
            "  tourbus reprocess --day 2026-11-23"
        })
public final class ReprocessCommand extends StateCommand {

    @ArgGroup(multiplicity = "1")
    private RunSelection selection;

    @Override
    public Integer call() {
        return withOperations(operations -> {
            var complete = true;
            for (var run : selection.runs(operations, null)) {
                var done = operations.reprocess(run);
                done.differences().forEach(out()::println);
                out().println(line(done));
                out().flush();
                if (done.cancelled()) {
                    return ExitCode.CANCELLED;
                }
                complete &= done.differences().isEmpty();
            }
            return complete ? ExitCode.COMPLETE : ExitCode.PARTIAL;
        });
    }

    private static String line(ReprocessedRun run) {
        var skipped = run.differences().isEmpty()
                ? ""
                : "; %,d raw objects missing or different, not used"
                        .formatted(run.differences().size());
        return "reprocessed run %s: %,d raw objects, %,d records, %,d rejected; %,d objects replaced; %,d records sent to the stream, %,d skipped because a later run delivered them"
                        .formatted(
                                run.runId(),
                                run.objects(),
                                run.records(),
                                run.rejected(),
                                run.replaced(),
                                run.streamed(),
                                run.later())
                + skipped
                + (run.cancelled() ? CANCELLED : "");
    }
}
