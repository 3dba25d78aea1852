package io.tourbus.bench;

import io.tourbus.bench.Measurement.Round;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** A metric of the comparison, computed from a measurement. @param onlyJava whether programs in Python do not have it */
record Metric(String name, boolean onlyJava, ToDoubleFunction<Measurement> of) {

    private static final double MEBI = 1 << 20;

    /** Metrics of a process with a single run, as a scheduler such as cron starts it. */
    static final List<Metric> COLD = Stream.concat(
                    Stream.of(metric(
                            "cold: seconds",
                            Measurement::cold,
                            round -> round.used().seconds())),
                    both("cold: ", Measurement::cold))
            .toList();

    /** Metrics of a run in a process that has completed other runs. */
    static final List<Metric> WARM = Stream.concat(
                    both("warm: ", Measurement::warm),
                    Stream.of(
                            java(
                                    "warm: allocated bytes per record",
                                    round -> round.perRecord(round.used().allocatedBytes())),
                            java(
                                    "warm: GC-s per 100,000 records",
                                    round -> 1e5 * round.perRecord(round.used().gcSeconds())),
                            java(
                                    "warm: JIT-s per 100,000 records",
                                    round -> 1e5 * round.perRecord(round.used().jitSeconds())),
                            java(
                                    "warm: heap after GC, peak MiB",
                                    round -> round.used().liveBytes() / MEBI)))
            .toList();

    /** Metrics of a run as measured by the servers. */
    static final List<Metric> SERVERS = List.of(
            server("API requests", counts -> counts.apiTraffic().requests()),
            server("API bytes", counts -> counts.apiTraffic().sent()),
            server("lake requests", counts -> counts.lakeTraffic().requests()),
            server("lake bytes", counts -> counts.lakeTraffic().received()),
            server("stream requests", counts -> counts.streamTraffic().requests()),
            server("stream bytes", counts -> counts.streamTraffic().received()),
            server("CPU-s of the servers", BenchServers.Counts::cpuSeconds));

    private static Stream<Metric> both(String when, Function<Measurement, Round> round) {
        return Stream.of(
                metric(when + "records/s", round, Round::perSecond),
                metric(when + "CPU-s per 100,000 records", round, Round::cpuPerHundredThousand),
                metric(when + "CPU-s per 100,000 entities", round, Round::cpuPerHundredThousandEntities),
                metric(when + "resident, peak MiB", round, run -> run.residentBytes() / MEBI));
    }

    private static Metric metric(String name, Function<Measurement, Round> round, ToDoubleFunction<Round> of) {
        return new Metric(name, false, measurement -> of.applyAsDouble(round.apply(measurement)));
    }

    private static Metric java(String name, ToDoubleFunction<Round> of) {
        return new Metric(name, true, measurement -> of.applyAsDouble(measurement.warm()));
    }

    private static Metric server(String name, ToDoubleFunction<BenchServers.Counts> of) {
        return metric(name, Measurement::warm, round -> of.applyAsDouble(round.stage()));
    }

    double median(List<Measurement> measurements) {
        return Medians.of(measurements.stream().mapToDouble(of).toArray());
    }
}
