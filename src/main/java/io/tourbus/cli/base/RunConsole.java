package io.tourbus.cli.base;

import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.text.NextSteps;
import io.tourbus.cli.text.ReportTable;
import io.tourbus.operations.Operations;
import io.tourbus.operations.RunRequest;
import io.tourbus.operations.RunView;
import io.tourbus.run.RunProgress;
import io.tourbus.run.RunReport;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Executes a run in the foreground: shows its progress, then prints its report. */
public final class RunConsole {

    private static final Duration BAR_INTERVAL = Duration.ofMillis(500);
    private static final int BAR_STEPS = 1_000;
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    private final PrintStream progress;
    private final PrintWriter out;
    private final boolean json;

    /**
     * @param progress receives the progress
     * @param out receives the report
     * @param json whether the report is printed as one line of JSON instead of a table
     */
    public RunConsole(PrintStream progress, PrintWriter out, boolean json) {
        this.progress = progress;
        this.out = out;
        this.json = json;
    }

    /**
     * Whether people read standard error. The launchers set the property; without them, standard input and output are on a
     * terminal as well.
     */
    public static boolean isTerminal() {
        return System.getenv("TERM") != null && (Boolean.getBoolean("tourbus.terminal") || System.console() != null);
    }

    /** @return the exit code */
    public int run(Operations operations, RunRequest request) {
        return execute(operations, request.job(), () -> operations.run(request));
    }

    /** Continues the unfinished run of the job. */
    public int resume(Operations operations, RunRequest request) {
        return execute(operations, request.job(), () -> operations.resume(request));
    }

    private int execute(Operations operations, String job, Supplier<RunReport> run) {
        RunReport report;
        try (var reporter = new ProgressReporter(operations, job)) {
            reporter.start();
            report = run.get();
        }
        out.println(json ? report.json() : ReportTable.format(report));
        out.flush();
        if (!json) {
            var options = operations.run(report.runId()).map(RunView::options).orElse("");
            NextSteps.after(report, options).forEach(progress::println);
        }
        return ExitCode.forStatus(report.status());
    }

    /** Shows the progress of a run while it is open: a bar on a terminal, otherwise a line every few seconds. */
    private final class ProgressReporter implements AutoCloseable {

        private final Operations operations;
        private final String job;
        private final boolean terminal = isTerminal();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
        });
        private ProgressBar bar;

        ProgressReporter(Operations operations, String job) {
            this.operations = operations;
            this.job = job;
        }

        void start() {
            var millis = (terminal ? BAR_INTERVAL : LINE_INTERVAL).toMillis();
            timer.scheduleAtFixedRate(this::update, millis, millis, TimeUnit.MILLISECONDS);
        }

        private synchronized void update() {
            if (timer.isShutdown()) {
                return;
            }
            operations.underWay().ifPresent(run -> {
                if (terminal) {
                    updateBar(run.progress());
                } else {
                    progress.println(run.activity());
                }
            });
        }

        private void updateBar(RunProgress run) {
            if (bar == null) {
                bar = newBar();
            }
            bar.stepTo(Math.round(BAR_STEPS * run.percent() / 100));
            var requests = " %,d requests".formatted(run.requests());
            bar.setExtraMessage((run.left() < 0 ? requests : "%s, %,d left today".formatted(requests, run.left()))
                    + ", " + run.summary());
        }

        private ProgressBar newBar() {
            return new ProgressBarBuilder()
                    .setTaskName(job)
                    .setStyle(style())
                    .setUpdateIntervalMillis((int) BAR_INTERVAL.toMillis())
                    .setConsumer(new ConsoleProgressBarConsumer(progress))
                    .setInitialMax(BAR_STEPS)
                    .hideEta()
                    .clearDisplayOnFinish()
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

        @Override
        public synchronized void close() {
            timer.shutdownNow();
            if (bar != null) {
                bar.close();
            }
        }
    }
}
