package io.tourbus.cli;

import io.tourbus.run.RunProgress;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A run on a terminal: how much has come of what is known to be there, how fast, and how long the rest will take. */
final class ProgressLine implements AutoCloseable {

    private static final int UPDATE_MILLIS = 500;

    private final ProgressBar bar;

    ProgressLine(String job, PrintStream terminal) {
        this.bar = new ProgressBarBuilder()
                .setTaskName(job)
                .setStyle(style())
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .clearDisplayOnFinish()
                .showSpeed()
                .build();
    }

    private static ProgressBarStyle style() {
        if (!Charset.defaultCharset().equals(StandardCharsets.UTF_8)) {
            return ProgressBarStyle.ASCII;
        }
        return System.getenv("NO_COLOR") == null
                ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                : ProgressBarStyle.UNICODE_BLOCK;
    }

    /** A run that goes on is not shown as if all had come: how much there is, is known bit by bit. */
    void show(RunProgress run) {
        bar.maxHint(Math.max(run.expected(), run.came() + 1));
        bar.stepTo(run.came());
        bar.setExtraMessage(extra(run));
    }

    private static String extra(RunProgress run) {
        var requests = " %,d requests".formatted(run.requests());
        return run.left() < 0 ? requests : "%s, %,d left today".formatted(requests, run.left());
    }

    @Override
    public void close() {
        bar.close();
    }
}
