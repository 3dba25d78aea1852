package io.tourbus.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Measures how time, CPU, memory and state of Tourbus grow with the number of events. One warm process runs all sizes several times, from
 * a run without events to the second largest size, and then the largest size once. Before the exponent is fitted, the usage of the
 * run without events (starting and stopping routes, reading venues) is subtracted.
 */
record Growth(Map<Integer, Point> points, double secondsExponent, double cpuExponent) {

    /** The medians of the runs with the same number of events. */
    record Point(
            double seconds,
            double cpuSeconds,
            double allocatedBytes,
            double heapBytes,
            double liveBytes,
            double stateBytes) {}

    private static final int WARM_UP = 50_000;

    /** Returns the number of events of each round. The first round is the warm-up. */
    static List<Integer> rounds(List<Integer> sizes, int repetitions) {
        var sorted = sizes.stream().sorted().toList();
        var largest = sorted.get(sorted.size() - 1);
        List<Integer> rounds = new ArrayList<>();
        rounds.add(Math.min(WARM_UP, largest));
        for (int repetition = 0; repetition < repetitions; repetition++) {
            rounds.add(0);
            rounds.addAll(sorted.subList(0, sorted.size() - 1));
        }
        rounds.add(largest);
        return rounds;
    }

    static Growth of(List<Measurement.Round> rounds) {
        Map<Integer, Point> points = rounds.stream()
                .skip(1)
                .collect(Collectors.groupingBy(
                        Measurement.Round::entities,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), Growth::point)));
        return new Growth(points, exponent(points, Point::seconds), exponent(points, Point::cpuSeconds));
    }

    private static Point point(List<Measurement.Round> rounds) {
        return new Point(
                median(rounds, round -> round.used().seconds()),
                median(rounds, round -> round.used().cpuSeconds()),
                median(rounds, round -> round.used().allocatedBytes()),
                median(rounds, round -> round.used().heapBytes()),
                median(rounds, round -> round.used().liveBytes()),
                median(rounds, Measurement.Round::stateBytes));
    }

    private static double median(List<Measurement.Round> rounds, ToDoubleFunction<Measurement.Round> of) {
        return Medians.of(rounds.stream().mapToDouble(of).toArray());
    }

    private static double exponent(Map<Integer, Point> points, ToDoubleFunction<Point> of) {
        var start = of.applyAsDouble(points.get(0));
        Map<Double, Double> above = new LinkedHashMap<>();
        points.forEach((events, point) -> {
            if (events > 0) {
                above.put((double) events, of.applyAsDouble(point) - start);
            }
        });
        return PowerLaw.exponent(above);
    }

    List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "events", "seconds", "CPU-s", "allocated MiB", "peak heap MiB", "peak heap after GC MiB", "state MiB"));
        points.forEach((events, point) -> rows.add(List.of(
                "%,d".formatted(events),
                Table.number(point.seconds()),
                Table.number(point.cpuSeconds()),
                Table.number(point.allocatedBytes() / (1 << 20)),
                Table.number(point.heapBytes() / (1 << 20)),
                Table.number(point.liveBytes() / (1 << 20)),
                Table.number(point.stateBytes() / (1 << 20)))));
        var lines = new ArrayList<>(Table.lines(rows));
        lines.add("exponent above the start: time %.3f, CPU %.3f".formatted(secondsExponent, cpuExponent));
        return lines;
    }
}
