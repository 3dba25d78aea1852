package io.tourbus.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares the measurements of all candidates: medians, and ratios of Tourbus to the others. */
record Comparison(Map<Candidate, List<Measurement>> measurements) {

    /** The program c delivers less, so a ratio to it would say nothing. */
    private static final List<Candidate> RATIOS = List.of(Candidate.FLOOR, Candidate.PYTHON, Candidate.OLD);

    private static final String MISSING = "-";

    /** Returns the lines of a table with name, medians and ratios of each metric. */
    List<String> table() {
        List<String> headings = new ArrayList<>(List.of(""));
        measurements.keySet().forEach(candidate -> headings.add(candidate.heading()));
        ratios().forEach(candidate -> headings.add(ratio(candidate)));
        List<List<String>> rows = new ArrayList<>(List.of(headings));
        metrics().forEach(metric -> {
            List<String> row = new ArrayList<>(List.of(metric.name()));
            numbers(metric).values().forEach(number -> row.add(number == null ? MISSING : Table.number(number)));
            rows.add(row);
        });
        return Table.lines(rows);
    }

    /** Returns the medians and ratios, such as {@code a}, {@code b} and {@code a/b}, by metric. */
    Map<String, Map<String, Double>> numbers() {
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        metrics().forEach(metric -> all.put(metric.name(), numbers(metric)));
        return all;
    }

    private static Stream<Metric> metrics() {
        return Stream.of(Metric.COLD, Metric.WARM, Metric.SERVERS).flatMap(List::stream);
    }

    private List<Candidate> ratios() {
        return RATIOS.stream().filter(measurements::containsKey).toList();
    }

    private static String ratio(Candidate other) {
        return "a/" + other.label();
    }

    /** The values of what a program does not have, such as a compiler, are {@code null}. */
    private Map<String, Double> numbers(Metric metric) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        measurements.forEach((candidate, all) ->
                numbers.put(candidate.label(), metric.onlyJava() && candidate.inPython() ? null : metric.median(all)));
        for (var other : ratios()) {
            var divisor = numbers.get(other.label());
            numbers.put(ratio(other), divisor == null || divisor == 0 ? null : numbers.get("a") / divisor);
        }
        return numbers;
    }
}
