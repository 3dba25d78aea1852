package io.tourbus.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The trials of all contenders side by side: medians, and what Tourbus is to the others. */
record Comparison(Map<Contender, List<Trial>> trials) {

    private static final List<String> HEADINGS = List.of("", "a Tourbus", "b floor", "c predecessor", "a/b", "a/c");

    /** A line each: the name of the metric, the medians, the ratios. */
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

    /** By metric: {@code a}, {@code b}, {@code c}, {@code a/b}, {@code a/c}. */
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
        for (var contender : Contender.values()) {
            numbers.put(contender.letter(), metric.median(trials.get(contender)));
        }
        numbers.put("a/b", numbers.get("a") / numbers.get("b"));
        numbers.put("a/c", numbers.get("a") / numbers.get("c"));
        return numbers;
    }
}
