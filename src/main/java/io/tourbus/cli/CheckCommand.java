package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.check.PreflightCheck;
import io.tourbus.check.PreflightCheck.Outcome;
import io.tourbus.cli.text.Table;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
            "  tourbus check --json"
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
            var table = new Table(3, List.of("what", "outcome", "found"));
            findings.forEach(finding ->
                    table.add(List.of(finding.what(), finding.outcome().label(), finding.found())));
            print(table);
        }
        return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.WRONG)
                ? ExitCode.CONFIGURATION
                : ExitCode.COMPLETE;
    }
}
