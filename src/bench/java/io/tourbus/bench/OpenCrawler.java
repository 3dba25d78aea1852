package io.tourbus.bench;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport.Status;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** Runs {@code tourbus run} first, and then further runs with routes and state that stay open, as in {@code tourbus serve}. */
final class OpenCrawler implements Crawler {

    /** The environment variable with which Tourbus is measured so. */
    static final String KEEP_OPEN = "BENCH_KEEP_OPEN";

    /** The later runs deliver all records again. */
    static final Map<String, String> FULL = Map.of(KEEP_OPEN, "true", "TOURBUS_RUN_FULL", "true");

    private final TourbusCrawler command;
    private boolean began;
    private TourbusContext context;

    OpenCrawler(TourbusCrawler command) {
        this.command = command;
    }

    @Override
    public void run() throws IOException {
        if (!began) {
            began = true;
            command.run();
            return;
        }
        if (context == null) {
            context = new TourbusContext(Map.of("tourbus.jobs.scheduled", "false"), Clock.systemUTC()).start();
        }
        var report = context.run("daily");
        if (report.status() != Status.COMPLETE) {
            context.close();
            throw new IllegalStateException("The run %s is not complete.".formatted(report.runId()));
        }
    }
}
