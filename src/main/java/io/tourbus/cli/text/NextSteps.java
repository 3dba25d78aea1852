package io.tourbus.cli.text;

import io.tourbus.run.RunReport;
import java.util.ArrayList;
import java.util.List;

/** What the user can do after a run. */
public final class NextSteps {

    /** The option of a sample, which always leaves something out. */
    private static final String SAMPLE = "--limit";

    private NextSteps() {}

    private static boolean isMissing(RunReport report) {
        return report.sum("missing") > 0 || report.queries().stream().anyMatch(query -> !query.complete());
    }

    /**
     * One line for each step; none if the run is complete and left nothing behind.
     *
     * @param options of the run, as a user would type them; blank if there are none
     */
    public static List<String> after(RunReport report, String options) {
        var deadLetters = report.sum("dead_letters");
        List<String> steps = new ArrayList<>();
        switch (report.status()) {
            case CANCELLED -> steps.add("continue the run: tourbus resume");
            case FAILED -> steps.add("find the cause: tourbus check");
            case PARTIAL -> {
                if (isMissing(report) && !options.contains(SAMPLE)) {
                    steps.add("read again what is missing: tourbus run "
                            + "%s %s".formatted(report.job(), options).strip());
                }
            }
            case COMPLETE -> {}
        }
        if (deadLetters > 0) {
            steps.add("show dead letters (%,d): tourbus dead-letters list".formatted(deadLetters));
            steps.add("deliver dead letters again: tourbus dead-letters replay --all");
        }
        return steps.stream().map("next step: "::concat).toList();
    }
}
