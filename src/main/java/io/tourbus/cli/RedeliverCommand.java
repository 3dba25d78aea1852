package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import io.tourbus.deadletter.Redelivery.Redelivered;
import io.tourbus.lake.LakeSink;
import io.tourbus.sink.Sinks;
import java.util.LinkedHashMap;
import java.util.Map;
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
public final class RedeliverCommand extends AbstractCommand {

    @Option(names = "--to", paramLabel = "SINK", required = true, description = "stream or lake")
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
        var toLake = sink.equals(LakeSink.NAME);
        if (toLake && from == null) {
            throw usageError(
                    "Missing --from BUCKET. The lake already has what it holds; name the bucket to copy from.");
        }
        if (!toLake && from != null) {
            throw usageError("--from requires --to lake.");
        }
        try (var context = startContext(Map.of())) {
            var sinks = context.bean("sinks", Sinks.class).names();
            if (!sinks.contains(sink)) {
                throw usageError("Unknown sink: --to %s. Use %s.".formatted(sink, String.join(" or ", sinks)));
            }
            if (toLake && from.equals(context.setting("tourbus.lake.bucket"))) {
                throw usageError("--from %s is the bucket of the lake. Name another bucket.".formatted(from));
            }
            return redeliver(context);
        }
    }

    private int redeliver(TourbusContext context) {
        var complete = true;
        for (var run : selection.runs(context, from)) {
            var done = context.redeliver(run, sink, from);
            if (json) {
                printJson(fields(done));
            } else {
                done.skipped().forEach(out()::println);
                out().println(line(done));
            }
            out().flush();
            complete &= done.refused() == 0 && done.skipped().isEmpty();
        }
        return complete ? ExitCode.COMPLETE : ExitCode.PARTIAL;
    }

    private String line(Redelivered run) {
        var skipped = run.skipped().isEmpty()
                ? ""
                : "; %,d objects with %,d records missing or different, not sent"
                        .formatted(run.skipped().size(), run.missing());
        return "redelivered run %s to the %s: %,d objects, %,d records; %,d records not accepted%s"
                .formatted(run.runId(), sink, run.objects(), run.records(), run.refused(), skipped);
    }

    private Map<String, Object> fields(Redelivered run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("run_id", run.runId());
        fields.put("to", sink);
        fields.put("objects", run.objects());
        fields.put("records", run.records());
        fields.put("not_accepted", run.refused());
        fields.put("missing", run.missing());
        fields.put("differences", run.skipped());
        return fields;
    }
}
