package io.tourbus.cli.text;

import io.tourbus.run.RunReport;
import java.util.ArrayList;
import java.util.List;

/** What the user can do after a run. */
public final class NextSteps {

    private NextSteps() {}

    /** One line for each step; none if the run is complete and left nothing behind. */
    public static List<String> after(RunReport report) {
        var deadLetters = report.sum("dead_letters");
        List<String> steps = new ArrayList<>();
        switch (report.status()) {
            case CANCELLED -> steps.add("continue the run: tourbus resume");
            case FAILED -> steps.add("find the cause: tourbus check");
            case PARTIAL -> {
                if (deadLetters == 0 || report.sum("missing") > 0) {
                    steps.add("read again what is missing: tourbus run %s".formatted(report.job()));
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
