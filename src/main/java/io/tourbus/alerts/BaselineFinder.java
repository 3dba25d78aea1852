package io.tourbus.alerts;

import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.run.RunSettings;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.KnownRun;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds the earlier run to compare a complete run with: one of the same job, with the usual dates and a common query. */
final class BaselineFinder {

    private static final int MAX_CANDIDATES = 20;

    private final RunRepository runs;
    private final Supplier<RunSettings> settings;

    BaselineFinder(RunRepository runs, Supplier<RunSettings> settings) {
        this.runs = runs;
        this.settings = settings;
    }

    /**
     * The report of the baseline run. Empty if no earlier run is comparable, or if the given run had a narrower date range than
     * the settings.
     *
     * @param preferred the ID of the run to use if it is comparable
     */
    Optional<RunReport> baselineFor(Job job, RunReport report, Optional<String> preferred) {
        if (!job.scheduled()
                || runs.find(report.runId())
                        .filter(run -> hasUsualDates(job, run))
                        .isEmpty()) {
            return Optional.empty();
        }
        return Stream.concat(
                        preferred.flatMap(runs::find).stream(),
                        runs.latest(job.label(), Status.COMPLETE.label(), MAX_CANDIDATES).stream())
                .filter(run -> !run.runId().equals(report.runId()) && hasUsualDates(job, run))
                .flatMap(run -> run.report().stream())
                .map(RunReport::read)
                .filter(baseline -> Shrinkage.comparable(baseline, report))
                .findFirst();
    }

    private boolean hasUsualDates(Job job, KnownRun run) {
        return run.events()
                .filter(events -> !settings.get().narrowed(job, run.started(), events))
                .isPresent();
    }
}
