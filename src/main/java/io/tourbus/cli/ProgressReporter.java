package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows how far a run has come: a bar on a terminal, a new line now and then elsewhere. */
final class ProgressReporter implements AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofMillis(500);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final TourbusContext bus;
    private final String job;
    private final PrintStream out;
    private final boolean terminal = System.console() != null && System.getenv("TERM") != null;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private ProgressLine bar;

    ProgressReporter(TourbusContext bus, String job, PrintStream out) {
        this.bus = bus;
        this.job = job;
        this.out = out;
    }

    void start() {
        var every = (terminal ? ON_TERMINAL : ELSEWHERE).toMillis();
        clock.scheduleAtFixedRate(terminal ? this::move : this::say, every, every, TimeUnit.MILLISECONDS);
    }

    private synchronized void move() {
        if (clock.isShutdown()) {
            return;
        }
        for (var run : bus.underWay()) {
            bar = bar == null ? new ProgressLine(job, out) : bar;
            bar.show(run);
        }
    }

    private synchronized void say() {
        var text = bus.progress();
        if (!text.isEmpty() && !clock.isShutdown()) {
            out.println(text);
        }
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
