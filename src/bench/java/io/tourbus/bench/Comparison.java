package io.tourbus.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares the measurements of all candidates: medians, and ratios of Tourbus to the others. */
record Comparison(Map<Candidate, List<Measurement>> measurements) {

    private static final List<String> HEADINGS = List.of("", "a Tourbus", "b floor", "c predecessor", "a/b", "a/c");

    /** Returns the lines of a table with name, medians and ratios of each metric. */
    List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        metrics().forEach(metric -> {
            List<String> row = new ArrayList<>();
            row.add(metric.name());
            numbers(metric).values().forEach(number -> row.add(Table.number(number)));
            rows.add(row);
        });
        return Table.lines(rows);
    }

    /** Returns the numbers {@code a}, {@code b}, {@code c}, {@code a/b} and {@code a/c} by metric. */
    Map<String, Map<String, Double>> numbers() {
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        metrics().forEach(metric -> all.put(metric.name(), numbers(metric)));
        return all;
    }

    private static Stream<Metric> metrics() {
        return Stream.of(Metric.COLD, Metric.WARM, Metric.SERVERS).flatMap(List::stream);
    }

    private Map<String, Double> numbers(Metric metric) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (var candidate : Candidate.values()) {
            numbers.put(candidate.label(), metric.median(measurements.get(candidate)));
        }
        numbers.put("a/b", numbers.get("a") / numbers.get("b"));
        numbers.put("a/c", numbers.get("a") / numbers.get("c"));
        return numbers;
    }
}
