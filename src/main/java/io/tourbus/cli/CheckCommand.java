package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.check.HookCheck;
import io.tourbus.check.PreflightCheck;
import io.tourbus.check.PreflightCheck.Outcome;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.text.TextTable;
import io.tourbus.hook.HookTrial;
import io.tourbus.model.Entity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus check}: tests everything a run needs. Exits with 0 if nothing is wrong, even if there are warnings. */
@Command(
        name = "check",
        description =
                "Test everything a run needs: settings, state, routes, sources, buckets, stream, clock and schedules.",
        footer = {
            "",
            "Requests one page from each source, and writes, reads and deletes a marker object (raw/_check/…) in each bucket.",
            "",
            "Examples:",
            "  tourbus check",
            "  tourbus check --alert",
            "  tourbus check --json",
            "  tourbus check hook routes/hooks/before-stream.camel.yaml --with concert.json"
        })
public final class CheckCommand extends AbstractCommand {

    @Option(names = "--json", description = "print a JSON array")
    private boolean json;

    @Option(names = "--alert", description = "also send a test alert")
    private boolean alert;

    @Override
    public Integer call() {
        var overrides = overrides(NO_SCHEDULES);
        var findings = PreflightCheck.run(Modules.installed(), overrides, Clock.systemUTC(), alert);
        if (json) {
            printJson(findings);
        } else {
            var table = new TextTable(3, List.of("what", "outcome", "found"));
            findings.forEach(finding ->
                    table.add(List.of(finding.what(), finding.outcome().label(), finding.found())));
            print(table);
        }
        return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.WRONG)
                ? ExitCode.CONFIGURATION
                : ExitCode.COMPLETE;
    }

    @Command(
            description =
                    "Call the hooks of a file with records, and print what they return. Nothing is sent to other systems.",
            mixinStandardHelpOptions = true)
    int hook(
            @Parameters(paramLabel = "FILE", description = "the file with the hooks") Path file,
            @Option(
                            names = "--with",
                            paramLabel = "FILE",
                            required = true,
                            description = "records as JSON, such as lines of the lake")
                    Path records,
            @Option(
                            names = "--entity",
                            paramLabel = "ENTITY",
                            description =
                                    "artists, tracks, venues or events; default: the data_type of the record, or events")
                    String entity,
            @Option(names = "--send", description = "send messages to other systems, and receive their responses")
                    boolean send)
            throws IOException {
        try {
            var results = HookCheck.run(
                    file, records, entity == null ? null : Entity.of(entity), overrides(NO_SCHEDULES), send);
            results.forEach(this::print);
            return results.stream().anyMatch(result -> result.outcome().equals("failed"))
                    ? ExitCode.FAILED
                    : ExitCode.COMPLETE;
        } catch (IllegalArgumentException e) {
            throw usageError(e.getMessage());
        }
    }

    private void print(HookTrial.Result result) {
        out().println("%s: %s".formatted(result.hook().label(), result.outcome()));
        if (!result.detail().isEmpty()) {
            out().println(result.detail());
        }
        result.sent().forEach(sent -> out().println("not sent to %s: %s".formatted(sent.to(), sent.message())));
    }
}
