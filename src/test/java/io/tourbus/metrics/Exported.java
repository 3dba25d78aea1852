package io.tourbus.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of metrics in Prometheus. */
final class Exported {

    private Exported() {}

    /** The name in queries, without the suffixes of summaries and histograms. */
    static String name(Metric metric) {
        var name = new PrometheusNamingConvention().name(metric.series.id(), type(metric), metric.series.unit());
        return metric.series.kind() == Metric.Kind.COUNTER ? name + "_total" : name;
    }

    private static Meter.Type type(Metric metric) {
        return switch (metric.series.kind()) {
            case COUNTER -> Meter.Type.COUNTER;
            case GAUGE -> Meter.Type.GAUGE;
            default -> "seconds".equals(metric.series.unit()) ? Meter.Type.TIMER : Meter.Type.DISTRIBUTION_SUMMARY;
        };
    }

    /** All names that queries can use. */
    static Set<String> all() {
        return Arrays.stream(Metric.values()).flatMap(Exported::all).collect(Collectors.toSet());
    }

    private static Stream<String> all(Metric metric) {
        var name = name(metric);
        return switch (metric.series.kind()) {
            case COUNTER, GAUGE -> Stream.of(name);
            case SUMMARY -> Stream.of(name + "_count", name + "_sum", name + "_max");
            case HISTOGRAM -> Stream.of(name + "_count", name + "_sum", name + "_max", name + "_bucket");
        };
    }
}
