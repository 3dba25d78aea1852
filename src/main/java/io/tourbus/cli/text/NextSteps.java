package io.tourbus.cli.text;

import io.tourbus.run.RunReport;
import java.util.ArrayList;
import java.util.List;

/** What the user can do after a run. */
public final class NextSteps {

    private NextSteps() {}

    /** One line for each step; none if the run is complete and left nothing behind. */
    public static List<String> after(RunReport report) {
        List<String> steps = new ArrayList<>();
        switch (report.status()) {
            case CANCELLED -> steps.add("continue the run: tourbus resume");
            case FAILED -> steps.add("find the cause: tourbus check");
            case PARTIAL -> steps.add("read again what is missing: tourbus run %s".formatted(report.job()));
            case COMPLETE -> {}
        }
        var deadLetters = report.sum("dead_letters");
        if (deadLetters > 0) {
            steps.add("show the %,d dead letters: tourbus dead-letters list".formatted(deadLetters));
            steps.add("deliver them again: tourbus dead-letters replay --all");
        }
        return steps.stream().map("next step: "::concat).toList();
    }
}
