package io.tourbus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Measures runs in which all records are unchanged, as most runs are in practice. Such a run still reads all pages, so the table
 * also shows what Tourbus uses beyond {@link Requests}.
 *
 * @param kinds the measurements by kind of run
 */
record Steady(Map<String, List<Measurement>> kinds) {

    private static final String FIRST = "first run";
    private static final String UNCHANGED = "unchanged";
    private static final String NO_OBJECTS = "unchanged, tourbus.lake.unchanged=false";
    private static final String REQUESTS = "requests alone";

    private static final Map<String, String> KEEP =
            Map.of(TourbusCrawler.KEEP_STATE, "true", OpenCrawler.KEEP_OPEN, "true");
    private static final Map<String, String> KEEP_WITHOUT_OBJECTS =
            Map.of(TourbusCrawler.KEEP_STATE, "true", OpenCrawler.KEEP_OPEN, "true", "TOURBUS_LAKE_UNCHANGED", "false");

    /** @param rounds runs per process: the first is cold, the last is warm */
    static Steady of(
            Processes processes, BenchServers.Addresses servers, Path folder, List<Integer> rounds, int repetitions)
            throws IOException, InterruptedException {
        Map<String, List<Measurement>> kinds = new LinkedHashMap<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            var directory = Files.createTempDirectory(folder, "steady");
            var first = processes.measurement(Candidate.TOURBUS, servers, rounds.subList(0, 1), directory, Map.of());
            add(kinds, FIRST, first);
            add(kinds, UNCHANGED, processes.measurement(Candidate.TOURBUS, servers, rounds, directory, KEEP));
            add(
                    kinds,
                    NO_OBJECTS,
                    processes.measurement(Candidate.TOURBUS, servers, rounds, directory, KEEP_WITHOUT_OBJECTS));
            add(kinds, REQUESTS, processes.measurement(Candidate.REQUESTS, servers, rounds));
            Processes.delete(directory);
        }
        return new Steady(kinds);
    }

    private static void add(Map<String, List<Measurement>> kinds, String kind, Measurement measurement) {
        kinds.computeIfAbsent(kind, none -> new ArrayList<>()).add(measurement);
    }

    /** Returns a problem in one line: a record that an unchanged run sent again, or a refused request. */
    Optional<String> problem() {
        var first = kinds.get(FIRST).stream().flatMap(measurement -> OutputCheck.problem(measurement.cold()).stream());
        var others = Stream.of(UNCHANGED, NO_OBJECTS)
                .flatMap(kind -> kinds.get(kind).stream())
                .flatMap(measurement -> measurement.rounds().stream())
                .flatMap(round -> problem(round).stream());
        return Stream.concat(first, others).findFirst();
    }

    private static Optional<String> problem(Measurement.Round round) {
        var sent = round.stage().stream().content().records();
        var refused = round.stage().refused();
        return sent + refused == 0
                ? Optional.empty()
                : Optional.of("an unchanged run sent %,d records to the stream, and %,d of its requests were refused"
                        .formatted(sent, refused));
    }

    List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "",
                "cold: s",
                "CPU-s",
                "beyond requests",
                "warm: s",
                "CPU-s",
                "beyond requests",
                "API requests",
                "lake objects",
                "stream records"));
        kinds.keySet().forEach(kind -> rows.add(row(kind)));
        return Table.lines(rows);
    }

    private List<String> row(String kind) {
        var warm = !kind.equals(FIRST);
        return List.of(
                kind,
                number(kind, run -> run.cold().used().seconds()),
                number(kind, run -> run.cold().used().cpuSeconds()),
                beyond(kind, run -> run.cold().used().cpuSeconds()),
                warm ? number(kind, run -> run.warm().used().seconds()) : "",
                warm ? number(kind, run -> run.warm().used().cpuSeconds()) : "",
                warm ? beyond(kind, run -> run.warm().used().cpuSeconds()) : "",
                number(kind, run -> run.warm().stage().apiTraffic().requests()),
                number(kind, run -> run.warm().stage().lake().puts()),
                number(kind, run -> run.warm().stage().stream().content().records()));
    }

    private String number(String kind, ToDoubleFunction<Measurement> of) {
        return Table.number(median(kind, of));
    }

    private String beyond(String kind, ToDoubleFunction<Measurement> of) {
        return kind.equals(REQUESTS) ? "" : Table.number(median(kind, of) - median(REQUESTS, of));
    }

    private double median(String kind, ToDoubleFunction<Measurement> of) {
        return Medians.of(kinds.get(kind).stream().mapToDouble(of).toArray());
    }
}
