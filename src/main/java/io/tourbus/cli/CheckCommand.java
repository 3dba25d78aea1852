package io.tourbus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.Modules;
import io.tourbus.check.PreflightCheck;
import io.tourbus.check.PreflightCheck.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus check}: whether a run would do. */
@Command(
        name = "check",
        description =
                "Try out all that a run needs: settings, state, routes, sources, buckets, stream, clock, schedules.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Asks each source for a page, and puts, reads and deletes a marker (raw/_check/…) in each bucket.",
            "",
            "Examples:",
            "  tourbus check",
            "  tourbus check --alert",
            "  tourbus check --json"
        })
public final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Option(names = "--json", description = "a JSON array of objects")
    private boolean json;

    @Option(names = "--alert", description = "send an alert as well, which says that it is a trial")
    private boolean alert;

    /** @return 0 when nothing is wrong, warnings or not */
    @Override
    public Integer call() throws JsonProcessingException {
        var overlay = tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false"));
        var findings = alert
                ? PreflightCheck.runWithAlert(Modules.STANDARD, overlay, Clock.systemUTC())
                : PreflightCheck.run(Modules.STANDARD, overlay, Clock.systemUTC());
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(findings));
        } else {
            var table = new Table(3, List.of("what", "outcome", "found"));
            findings.forEach(finding ->
                    table.add(List.of(finding.what(), finding.outcome().label(), finding.found())));
            table.lines().forEach(out::println);
        }
        return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.WRONG)
                ? ExitCode.CONFIGURATION
                : ExitCode.COMPLETE;
    }
}
