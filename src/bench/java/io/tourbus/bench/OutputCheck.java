package io.tourbus.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks that all candidates delivered complete content, and that a, b and d delivered equal content. */
final class OutputCheck {

    private OutputCheck() {}

    /** Returns the first problem: an incomplete round, or a difference from the minimal program. */
    static Optional<String> problem(Map<Candidate, List<Measurement>> measurements) {
        var problems = measurements.entrySet().stream()
                .flatMap(measured -> rounds(measured.getValue())
                        .flatMap(round -> problem(round).stream())
                        .map(problem -> measured.getKey().title() + ": " + problem));
        return Stream.concat(problems, differences(measurements)).findFirst();
    }

    private static Stream<String> differences(Map<Candidate, List<Measurement>> measurements) {
        return rounds(measurements.getOrDefault(Candidate.FLOOR, List.of()))
                .findFirst()
                .map(expected -> Stream.of(Candidate.TOURBUS, Candidate.FLOOR, Candidate.PYTHON)
                        .flatMap(candidate -> rounds(measurements.getOrDefault(candidate, List.of()))
                                .flatMap(round -> difference(round, expected).stream())
                                .map(difference -> "(%s) and (b) differ: %s".formatted(candidate.label(), difference))))
                .orElse(Stream.empty());
    }

    private static Stream<Measurement.Round> rounds(List<Measurement> measurements) {
        return measurements.stream().flatMap(measurement -> measurement.rounds().stream());
    }

    /** Returns how the content of two rounds differs, in one line; empty if all records are equal. */
    static Optional<String> difference(Measurement.Round one, Measurement.Round other) {
        return difference(
                        "raw lake",
                        one.stage().lake().raw(),
                        other.stage().lake().raw())
                .or(() -> difference(
                        "normalized lake",
                        one.stage().lake().normalized(),
                        other.stage().lake().normalized()))
                .or(() -> difference(
                        "stream",
                        one.stage().stream().content(),
                        other.stage().stream().content()));
    }

    private static Optional<String> difference(String where, ContentChecksum.Sum one, ContentChecksum.Sum other) {
        return one.records() == other.records() && one.checksum().equals(other.checksum())
                ? Optional.empty()
                : Optional.of("%s: %,d records with checksum %s, and %,d with %s"
                        .formatted(where, one.records(), one.checksum(), other.records(), other.checksum()));
    }

    /** Returns a problem of a single round in one line: a record that is missing in a sink, or a refused request. */
    static Optional<String> problem(Measurement.Round round) {
        var lake = round.stage().lake().normalized().records();
        var stream = round.stage().stream().content().records();
        if (lake < round.entities() || lake != stream) {
            return Optional.of("%,d entities became %,d records in the lake and %,d in the stream"
                    .formatted(round.entities(), lake, stream));
        }
        return round.stage().refused() == 0
                ? Optional.empty()
                : Optional.of(
                        "%,d requests were refused".formatted(round.stage().refused()));
    }
}
