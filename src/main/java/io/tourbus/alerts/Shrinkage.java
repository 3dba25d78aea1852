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
 * How many fewer different entities a run found than another one, in the queries that both have asked.
 *
 * @param entity of a source, such as {@code ticketmaster events}
 */
record Shrinkage(String entity, long before, long now) {

    /** Whether both have asked anything of the same. */
    static boolean comparable(RunReport one, RunReport other) {
        return !Collections.disjoint(queries(one), queries(other));
    }

    /** Those that have shrunk by more than so many percent. */
    static List<Shrinkage> between(RunReport before, RunReport now, int percent) {
        var asked = queries(before);
        asked.retainAll(queries(now));
        var found = found(now, asked);
        return found(before, asked).entrySet().stream()
                .map(entity -> new Shrinkage(entity.getKey(), entity.getValue(), found.get(entity.getKey())))
                .filter(entity -> entity.percent() > percent)
                .sorted(Comparator.comparing(Shrinkage::entity))
                .toList();
    }

    double percent() {
        return before == 0 ? 0 : 100.0 * (before - now) / before;
    }

    private static Set<String> queries(RunReport report) {
        return report.queries().stream().map(Shrinkage::query).collect(Collectors.toSet());
    }

    private static Map<String, Long> found(RunReport report, Set<String> asked) {
        return report.queries().stream()
                .filter(line -> asked.contains(query(line)))
                .collect(Collectors.groupingBy(
                        line -> "%s %s".formatted(line.source(), line.entity()),
                        Collectors.summingLong(QueryLine::unique)));
    }

    private static String query(QueryLine line) {
        return "%s %s %s".formatted(line.source(), line.entity(), line.query());
    }
}
