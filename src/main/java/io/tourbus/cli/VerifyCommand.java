package io.tourbus.cli;

import io.tourbus.LakeCheck;
import io.tourbus.LakeCheck.Found;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tourbus verify [RUN_ID]}: reads again what a run left in the lake. */
@Command(
        name = "verify",
        description = "Read again all that a run left in the lake, and tell what is missing or different.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  tourbus verify", "  tourbus verify 20261123T020000Z-daily-1f0c"})
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN_ID", arity = "0..1", description = "the run; the one that began last, if left out")
    private String run;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (var check = LakeCheck.open(Map.of())) {
            var found = check.of(Optional.ofNullable(run), out::println);
            out.println(summary(found));
            return found.different() == 0 ? ExitCode.COMPLETE : ExitCode.PARTIAL;
        } finally {
            out.flush();
        }
    }

    private static String summary(Found found) {
        var outcome = found.different() == 0
                ? "all there"
                : "%,d %s missing or different"
                        .formatted(found.different(), found.different() == 1 ? "object" : "objects");
        var line = "verified run %s: %,d objects, %,d records, %s"
                .formatted(found.runId(), found.objects(), found.records(), outcome);
        return found.status().equals("complete")
                ? line
                : "%s; the run itself was %s, its manifest says why".formatted(line, found.status());
    }
}
