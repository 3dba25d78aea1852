package io.tourbus.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows how far a run has come: one line that renews itself on a terminal, a new line now and then elsewhere. */
final class Progress implements AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofMillis(500);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final Supplier<String> line;
    private final PrintStream out;
    private final boolean terminal = System.console() != null && System.getenv("TERM") != null;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    });

    Progress(Supplier<String> line, PrintStream out) {
        this.line = line;
        this.out = out;
    }

    void start() {
        var every = (terminal ? ON_TERMINAL : ELSEWHERE).toMillis();
        clock.scheduleAtFixedRate(this::show, every, every, TimeUnit.MILLISECONDS);
    }

    private synchronized void show() {
        var text = line.get();
        if (text.isEmpty() || clock.isShutdown()) {
            return;
        }
        out.print(terminal ? CLEAR_LINE + text : text + System.lineSeparator());
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (!clock.isShutdown()) {
            clock.shutdownNow();
            out.print(terminal ? CLEAR_LINE : "");
            out.flush();
        }
    }
}
