package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunProgress;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of a run while it is open: a bar on a terminal, otherwise a line every few seconds. */
final class ProgressReporter implements AutoCloseable {

    private static final Duration BAR_INTERVAL = Duration.ofMillis(500);
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    private final TourbusContext context;
    private final String job;
    private final PrintStream out;
    private final boolean terminal = System.console() != null && System.getenv("TERM") != null;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private ProgressBar bar;

    ProgressReporter(TourbusContext context, String job, PrintStream out) {
        this.context = context;
        this.job = job;
        this.out = out;
    }

    void start() {
        var millis = (terminal ? BAR_INTERVAL : LINE_INTERVAL).toMillis();
        timer.scheduleAtFixedRate(terminal ? this::updateBar : this::printLine, millis, millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void updateBar() {
        if (!timer.isShutdown()) {
            context.activeRuns().forEach(this::show);
        }
    }

    /** The total grows during a run, so that the bar stays below 100%. */
    private void show(RunProgress run) {
        if (bar == null) {
            bar = newBar();
        }
        bar.maxHint(Math.max(run.expected(), run.came() + 1));
        bar.stepTo(run.came());
        var requests = " %,d requests".formatted(run.requests());
        bar.setExtraMessage(run.left() < 0 ? requests : "%s, %,d left today".formatted(requests, run.left()));
    }

    private ProgressBar newBar() {
        return new ProgressBarBuilder()
                .setTaskName(job)
                .setStyle(style())
                .setUpdateIntervalMillis((int) BAR_INTERVAL.toMillis())
                .setConsumer(new ConsoleProgressBarConsumer(out))
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

    private synchronized void printLine() {
        var progress = context.progress();
        if (!progress.isEmpty() && !timer.isShutdown()) {
            out.println(progress);
        }
    }

    @Override
    public synchronized void close() {
        timer.shutdownNow();
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
