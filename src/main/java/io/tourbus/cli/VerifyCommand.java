package io.tourbus.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tourbus.check.LakeVerifier;
import io.tourbus.check.LakeVerifier.Found;
import io.tourbus.cli.base.StateCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.operations.RunView;
import io.tourbus.state.db.StateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus verify [RUN_ID]}: compares the lake objects of a run with its manifest. */
@Command(
        name = "verify",
        description = "Check that everything a run wrote is in the lake and unchanged.",
        footer = {"", "Examples:", "  tourbus verify", "  tourbus verify 20261123T020000Z-daily-1f0c --json"})
public final class VerifyCommand extends StateCommand {

    /** The JSON object. */
    private record Result(@JsonUnwrapped Found found, List<String> differences) {}

    @Parameters(paramLabel = "RUN_ID", arity = "0..1", description = "the run; default: the run that started last")
    private String runId;

    @Option(names = "--json", description = "print a JSON object: the run, counts, and one line per difference")
    private boolean json;

    @Override
    public Integer call() {
        List<String> differences = new ArrayList<>();
        try (var verifier = LakeVerifier.open(overrides(Map.of()))) {
            var found = verifier.verify(
                    Optional.ofNullable(runId).or(this::lastStarted), json ? differences::add : out()::println);
            if (json) {
                printJson(new Result(found, differences));
            } else {
                out().println(summary(found));
            }
            return exitCode(found);
        } finally {
            out().flush();
        }
    }

    /** The run that started last, as far as the state is available; otherwise the lake decides. */
    private Optional<String> lastStarted() {
        try {
            return withOperations(operations -> operations.latest().map(RunView::runId));
        } catch (StateException e) {
            return Optional.empty();
        }
    }

    private static int exitCode(Found found) {
        if (found.unreadable() > 0) {
            return ExitCode.FAILED;
        }
        return found.different() == 0 ? ExitCode.COMPLETE : ExitCode.PARTIAL;
    }

    private static String summary(Found found) {
        var line = "verified run %s: %,d objects, %,d records, %s"
                .formatted(found.runId(), found.objects(), found.records(), result(found));
        return found.status().equals("complete")
                ? line
                : "%s; the run itself was %s, see its manifest".formatted(line, found.status());
    }

    private static String result(Found found) {
        List<String> problems = new ArrayList<>();
        if (found.different() > 0) {
            problems.add("%s missing or different".formatted(count(found.different(), "object")));
        }
        if (found.unreadable() > 0) {
            problems.add("%s unreadable".formatted(count(found.unreadable(), "object")));
        }
        return problems.isEmpty() ? "all present and unchanged" : String.join(", ", problems);
    }
}
