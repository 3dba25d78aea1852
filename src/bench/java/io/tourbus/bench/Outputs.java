package io.tourbus.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether what contenders delivered is the same. */
final class Outputs {

    private Outputs() {}

    /** The first thing that is wrong with all that was measured: a flaw, or that Tourbus and the floor differ. */
    static Optional<String> flaw(Map<Contender, List<Trial>> trials) {
        var flaws = trials.entrySet().stream()
                .flatMap(measured -> rounds(measured.getValue())
                        .flatMap(round -> flaw(round).stream())
                        .map(flaw -> measured.getKey().title() + ": " + flaw));
        return Stream.concat(flaws, differences(trials)).findFirst();
    }

    private static Stream<String> differences(Map<Contender, List<Trial>> trials) {
        var floor = trials.getOrDefault(Contender.FLOOR, List.of());
        return rounds(floor)
                .findFirst()
                .map(wanted -> Stream.concat(rounds(trials.get(Contender.TOURBUS)), rounds(floor))
                        .flatMap(round -> difference(round, wanted).stream())
                        .map(difference -> "(a) and (b) differ: " + difference))
                .orElse(Stream.empty());
    }

    private static Stream<Trial.Round> rounds(List<Trial> trials) {
        return trials.stream().flatMap(trial -> trial.rounds().stream());
    }

    /** How the content of two rounds differs, in one line; empty when it is the same, record by record. */
    static Optional<String> difference(Trial.Round one, Trial.Round other) {
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

    private static Optional<String> difference(String where, Content.Sum one, Content.Sum other) {
        return one.records() == other.records() && one.checksum().equals(other.checksum())
                ? Optional.empty()
                : Optional.of("%s: %,d records with checksum %s, and %,d with %s"
                        .formatted(where, one.records(), one.checksum(), other.records(), other.checksum()));
    }

    /** What is wrong with a round by itself, in one line: a record that only one sink has, or a request that was refused. */
    static Optional<String> flaw(Trial.Round round) {
        var lake = round.stage().lake().normalized().records();
        var stream = round.stage().stream().content().records();
        if (lake < round.events() || lake != stream) {
            return Optional.of("%,d events became %,d records in the lake and %,d in the stream"
                    .formatted(round.events(), lake, stream));
        }
        return round.stage().refused() == 0
                ? Optional.empty()
                : Optional.of(
                        "%,d requests were refused".formatted(round.stage().refused()));
    }
}
