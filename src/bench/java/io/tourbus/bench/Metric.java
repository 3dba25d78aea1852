package io.tourbus.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A metric of the comparison, computed from a measurement. */
record Metric(String name, ToDoubleFunction<Measurement> of) {

    private static final double MEBI = 1 << 20;

    /** Metrics of a process with a single run, as a scheduler such as cron starts it. */
    static final List<Metric> COLD = List.of(
            new Metric("cold: seconds", measurement -> measurement.cold().used().seconds()),
            new Metric("cold: records/s", measurement -> measurement.cold().perSecond()),
            new Metric(
                    "cold: CPU-s per 100,000 records",
                    measurement -> measurement.cold().cpuPerHundredThousand()),
            new Metric("cold: JIT-s", measurement -> measurement.cold().used().jitSeconds()));

    /** Metrics of a run in a process that has completed other runs. */
    static final List<Metric> WARM = List.of(
            new Metric("warm: records/s", measurement -> measurement.warm().perSecond()),
            new Metric(
                    "warm: CPU-s per 100,000 records",
                    measurement -> measurement.warm().cpuPerHundredThousand()),
            new Metric(
                    "warm: allocated bytes per record",
                    measurement -> measurement
                            .warm()
                            .perRecord(measurement.warm().used().allocatedBytes())),
            new Metric(
                    "warm: GC-s per 100,000 records",
                    measurement -> 1e5
                            * measurement
                                    .warm()
                                    .perRecord(measurement.warm().used().gcSeconds())),
            new Metric(
                    "warm: JIT-s per 100,000 records",
                    measurement -> 1e5
                            * measurement
                                    .warm()
                                    .perRecord(measurement.warm().used().jitSeconds())),
            new Metric(
                    "heap after GC, peak MiB",
                    measurement -> measurement.warm().used().liveBytes() / MEBI),
            new Metric("resident, peak MiB", measurement -> measurement.residentBytes() / MEBI));

    /** Metrics of a run as measured by the servers. */
    static final List<Metric> SERVERS = List.of(
            new Metric(
                    "API requests",
                    measurement -> measurement.warm().stage().apiTraffic().requests()),
            new Metric(
                    "API bytes",
                    measurement -> measurement.warm().stage().apiTraffic().sent()),
            new Metric(
                    "lake requests",
                    measurement -> measurement.warm().stage().lakeTraffic().requests()),
            new Metric(
                    "lake bytes",
                    measurement -> measurement.warm().stage().lakeTraffic().received()),
            new Metric(
                    "stream requests",
                    measurement -> measurement.warm().stage().streamTraffic().requests()),
            new Metric(
                    "stream bytes",
                    measurement -> measurement.warm().stage().streamTraffic().received()),
            new Metric(
                    "CPU-s of the servers",
                    measurement -> measurement.warm().stage().cpuSeconds()));

    double median(List<Measurement> measurements) {
        return Medians.of(measurements.stream().mapToDouble(of).toArray());
    }
}
