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

/** Finds the run that another one can be compared with: a complete one of the same job, which wanted the events that it usually does. */
final class BaselineFinder {

    private static final int MOST = 20;

    private final RunRepository runs;
    private final Supplier<RunSettings> settings;

    BaselineFinder(RunRepository runs, Supplier<RunSettings> settings) {
        this.runs = runs;
        this.settings = settings;
    }

    /**
     * The report of the run to compare with; empty when there is none that has asked anything of the same, or when this one was
     * narrowed.
     *
     * @param measure the run that is to be taken if it can be
     */
    Optional<RunReport> baselineFor(Job job, RunReport report, Optional<String> measure) {
        if (!job.scheduled()
                || runs.find(report.runId()).filter(run -> usual(job, run)).isEmpty()) {
            return Optional.empty();
        }
        return Stream.concat(
                        measure.flatMap(runs::find).stream(),
                        runs.latest(job.label(), Status.COMPLETE.label(), MOST).stream())
                .filter(run -> !run.runId().equals(report.runId()) && usual(job, run))
                .flatMap(run -> run.report().stream())
                .map(RunReport::read)
                .filter(before -> Shrinkage.comparable(before, report))
                .findFirst();
    }

    private boolean usual(Job job, KnownRun run) {
        return run.events()
                .filter(events -> !settings.get().narrowed(job, run.started(), events))
                .isPresent();
    }
}
