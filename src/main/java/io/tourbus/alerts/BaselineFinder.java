package io.tourbus.alerts;

import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import io.tourbus.run.RunReport.Status;
import io.tourbus.run.RunSettings;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.KnownRun;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the earlier run to compare a complete run with: one of the same job, with the usual dates and a common query.
 *
 * @param settings the current settings, which determine the usual dates
 */
record BaselineFinder(RunRepository runs, Supplier<RunSettings> settings) {

    private static final int MAX_CANDIDATES = 20;

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
                .filter(baseline -> !Collections.disjoint(queries(baseline), queries(report)))
                .findFirst();
    }

    private boolean hasUsualDates(Job job, KnownRun run) {
        return run.events()
                .filter(events -> !settings.get().narrowed(job, run.started(), events))
                .isPresent();
    }

    /**
     * The number of distinct entities in a run and in its baseline, counted over the queries that both runs sent.
     *
     * @param entity the source and the entity, separated by a space
     * @param baseline entities in the baseline run
     * @param found entities in the run
     */
    record Shrinkage(String entity, long baseline, long found) {

        double percent() {
            return baseline == 0 ? 0 : 100.0 * (baseline - found) / baseline;
        }
    }

    /** The entities whose number dropped by more than the given percentage, sorted by name. */
    static List<Shrinkage> shrinkages(RunReport baseline, RunReport report, int percent) {
        var common = queries(baseline);
        common.retainAll(queries(report));
        var found = countEntities(report, common);
        return countEntities(baseline, common).entrySet().stream()
                .map(entry -> new Shrinkage(entry.getKey(), entry.getValue(), found.get(entry.getKey())))
                .filter(shrinkage -> shrinkage.percent() > percent)
                .sorted(Comparator.comparing(Shrinkage::entity))
                .toList();
    }

    private static Map<String, Long> countEntities(RunReport report, Set<String> queries) {
        return report.queries().stream()
                .filter(line -> queries.contains(query(line)))
                .collect(Collectors.groupingBy(
                        line -> "%s %s".formatted(line.source(), line.entity()),
                        Collectors.summingLong(QueryLine::unique)));
    }

    /** The queries whose numbers do not depend on what was requested before. */
    private static Set<String> queries(RunReport report) {
        return report.queries().stream()
                .filter(line -> line.fresh() == 0)
                .map(BaselineFinder::query)
                .collect(Collectors.toSet());
    }

    private static String query(QueryLine line) {
        return "%s %s %s".formatted(line.source(), line.entity(), line.query());
    }
}
