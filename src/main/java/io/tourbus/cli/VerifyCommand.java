package io.tourbus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.check.LakeVerifier;
import io.tourbus.check.LakeVerifier.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus verify [RUN_ID]}: reads again what a run left in the lake. */
@Command(
        name = "verify",
        description = "Read again all that a run left in the lake, and tell what is missing or different.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  tourbus verify", "  tourbus verify 20261123T020000Z-daily-1f0c --json"})
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Parameters(paramLabel = "RUN_ID", arity = "0..1", description = "the run; the one that began last, if left out")
    private String run;

    @Option(names = "--json", description = "a JSON object: the run, counts, and a line for each difference")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        var out = spec.commandLine().getOut();
        List<String> differences = new ArrayList<>();
        try (var check = LakeVerifier.open(tourbus.overlay(Map.of()))) {
            var found = check.verify(Optional.ofNullable(run), json ? differences::add : out::println);
            out.println(json ? json(found, differences) : summary(found));
            return exitCode(found);
        } finally {
            out.flush();
        }
    }

    private static String json(Found found, List<String> differences) throws JsonProcessingException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("run_id", found.runId());
        fields.put("status", found.status());
        fields.put("objects", found.objects());
        fields.put("records", found.records());
        fields.put("different", found.different());
        fields.put("unreadable", found.unreadable());
        fields.put("differences", differences);
        return new ObjectMapper().writeValueAsString(fields);
    }

    private static int exitCode(Found found) {
        if (found.unreadable() > 0) {
            return ExitCode.FAILED;
        }
        return found.different() == 0 ? ExitCode.COMPLETE : ExitCode.PARTIAL;
    }

    private static String outcome(Found found) {
        List<String> outcome = new ArrayList<>();
        if (found.different() > 0) {
            outcome.add("%s missing or different".formatted(objects(found.different())));
        }
        if (found.unreadable() > 0) {
            outcome.add("%s that cannot be read".formatted(objects(found.unreadable())));
        }
        return outcome.isEmpty() ? "all there" : String.join(", ", outcome);
    }

    private static String objects(int count) {
        return "%,d %s".formatted(count, count == 1 ? "object" : "objects");
    }

    private static String summary(Found found) {
        var line = "verified run %s: %,d objects, %,d records, %s"
                .formatted(found.runId(), found.objects(), found.records(), outcome(found));
        return found.status().equals("complete")
                ? line
                : "%s; the run itself was %s, its manifest says why".formatted(line, found.status());
    }
}
