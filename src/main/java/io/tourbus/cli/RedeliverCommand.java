package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.option.Candidates;
import io.tourbus.cli.option.RunSelection;
import io.tourbus.lake.LakeSink;
import io.tourbus.operations.Operations;
import io.tourbus.operations.RedeliveredRun;
import io.tourbus.sink.Sink;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tourbus redeliver}: sends what the lake holds of past runs to a sink. */
@Command(
        name = "redeliver",
        description =
                "Send what the lake holds of past runs to the stream, or copy it from another bucket to the lake, without"
                        + " calling an API.",
        footer = {
            "",
            "The stream gets every record of the runs, also those that it has received before. The lake gets all objects of the"
                    + " runs and their manifests from the bucket that --from names. You can repeat the command safely.",
            "",
            "An object that is missing or was changed since the run is named and not sent. The exit code is 3 then.",
            "",
            "Examples:",
            "  tourbus redeliver --to stream --run 20261123T020000Z-daily-1f0c",
            "  tourbus redeliver --to stream --day 2026-11-23",
            "  tourbus redeliver --to lake --from old-bucket --day 2026-11-23"
        })
public final class RedeliverCommand extends StateCommand {

    @Option(
            names = "--to",
            paramLabel = "SINK",
            completionCandidates = Candidates.Sinks.class,
            required = true,
            description = "stream or lake")
    private String sink;

    @Option(
            names = "--from",
            paramLabel = "BUCKET",
            description = "read this bucket instead of the lake; requires --to lake")
    private String from;

    @ArgGroup(multiplicity = "1")
    private RunSelection selection;

    @Option(names = "--json", description = "print one line of JSON for each run")
    private boolean json;

    @Override
    public Integer call() {
        var sinks = Modules.STANDARD.sinks().stream().map(Sink::name).toList();
        if (!sinks.contains(sink)) {
            throw usageError("--to is not valid: '%s'. Use %s.".formatted(sink, String.join(" or ", sinks)));
        }
        var toLake = sink.equals(LakeSink.NAME);
        if (toLake && from == null) {
            throw usageError(
                    "Missing --from BUCKET. The lake already has what it holds; name the bucket to copy from.");
        }
        if (!toLake && from != null) {
            throw usageError("--from requires --to lake.");
        }
        return withOperations(this::redeliver);
    }

    private int redeliver(Operations operations) {
        var complete = true;
        for (var run : selection.runs(operations, from)) {
            var done = operations.redeliver(run, sink, from);
            if (json) {
                printJson(done);
            } else {
                done.differences().forEach(out()::println);
                out().println(line(done));
            }
            out().flush();
            if (done.cancelled()) {
                return ExitCode.CANCELLED;
            }
            complete &= done.notAccepted() == 0 && done.differences().isEmpty();
        }
        return complete ? ExitCode.COMPLETE : ExitCode.PARTIAL;
    }

    private String line(RedeliveredRun run) {
        var skipped = run.differences().isEmpty()
                ? ""
                : "; %,d objects with %,d records missing or different, not sent"
                        .formatted(run.differences().size(), run.missing());
        return "redelivered run %s to the %s: %,d objects, %,d records; %,d records not accepted%s%s"
                .formatted(
                        run.runId(),
                        sink,
                        run.objects(),
                        run.records(),
                        run.notAccepted(),
                        skipped,
                        run.cancelled() ? CANCELLED : "");
    }
}
