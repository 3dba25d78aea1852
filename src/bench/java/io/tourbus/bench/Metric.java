package io.tourbus.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** One thing that is measured. */
record Metric(String name, ToDoubleFunction<Trial> of) {

    private static final double MEBI = 1 << 20;

    /** Of the process from its start to its end with one run: what a schedule that starts a process pays. */
    static final List<Metric> COLD = List.of(
            new Metric("cold: seconds", trial -> trial.cold().used().seconds()),
            new Metric("cold: records/s", trial -> trial.cold().perSecond()),
            new Metric("cold: CPU-s per 100,000 records", trial -> trial.cold().cpuPerHundredThousand()),
            new Metric("cold: JIT-s", trial -> trial.cold().used().jitSeconds()));

    /** Of a run in a process that has had others. */
    static final List<Metric> WARM = List.of(
            new Metric("warm: records/s", trial -> trial.warm().perSecond()),
            new Metric("warm: CPU-s per 100,000 records", trial -> trial.warm().cpuPerHundredThousand()),
            new Metric(
                    "warm: allocated bytes per record",
                    trial -> trial.warm().perRecord(trial.warm().used().allocatedBytes())),
            new Metric(
                    "warm: GC-s per 100,000 records",
                    trial -> 1e5 * trial.warm().perRecord(trial.warm().used().gcSeconds())),
            new Metric(
                    "warm: JIT-s per 100,000 records",
                    trial -> 1e5 * trial.warm().perRecord(trial.warm().used().jitSeconds())),
            new Metric("heap after GC, peak MiB", trial -> trial.warm().used().liveBytes() / MEBI),
            new Metric("resident, peak MiB", trial -> trial.residentBytes() / MEBI));

    /** Of one run, as the servers saw it. */
    static final List<Metric> SERVERS = List.of(
            new Metric(
                    "API requests", trial -> trial.warm().stage().apiTraffic().requests()),
            new Metric("API bytes", trial -> trial.warm().stage().apiTraffic().sent()),
            new Metric(
                    "lake requests", trial -> trial.warm().stage().lakeTraffic().requests()),
            new Metric("lake bytes", trial -> trial.warm().stage().lakeTraffic().received()),
            new Metric(
                    "stream requests",
                    trial -> trial.warm().stage().streamTraffic().requests()),
            new Metric(
                    "stream bytes",
                    trial -> trial.warm().stage().streamTraffic().received()),
            new Metric("CPU-s of the servers", trial -> trial.warm().stage().cpuSeconds()));

    double median(List<Trial> trials) {
        return Medians.of(trials.stream().mapToDouble(of).toArray());
    }
}
