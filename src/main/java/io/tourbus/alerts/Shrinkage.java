package io.tourbus.alerts;

import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The number of distinct entities in a run and in its baseline, counted over the queries that both runs sent.
 *
 * @param entity the source and the entity, separated by a space
 * @param baseline entities in the baseline run
 * @param found entities in the run
 */
record Shrinkage(String entity, long baseline, long found) {

    /** Whether the runs have a common query. */
    static boolean comparable(RunReport one, RunReport other) {
        return !Collections.disjoint(queries(one), queries(other));
    }

    /** The entities whose number dropped by more than the given percentage, sorted by name. */
    static List<Shrinkage> between(RunReport baseline, RunReport report, int percent) {
        var common = queries(baseline);
        common.retainAll(queries(report));
        var found = found(report, common);
        return found(baseline, common).entrySet().stream()
                .map(entry -> new Shrinkage(entry.getKey(), entry.getValue(), found.get(entry.getKey())))
                .filter(shrinkage -> shrinkage.percent() > percent)
                .sorted(Comparator.comparing(Shrinkage::entity))
                .toList();
    }

    double percent() {
        return baseline == 0 ? 0 : 100.0 * (baseline - found) / baseline;
    }

    private static Set<String> queries(RunReport report) {
        return report.queries().stream().map(Shrinkage::query).collect(Collectors.toSet());
    }

    private static Map<String, Long> found(RunReport report, Set<String> queries) {
        return report.queries().stream()
                .filter(line -> queries.contains(query(line)))
                .collect(Collectors.groupingBy(
                        line -> "%s %s".formatted(line.source(), line.entity()),
                        Collectors.summingLong(QueryLine::unique)));
    }

    private static String query(QueryLine line) {
        return "%s %s %s".formatted(line.source(), line.entity(), line.query());
    }
}
