package io.tourbus.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tourbus.warehouse.quality.QualityReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/** Writes the results of rules to a file in the text format of Prometheus, for the textfile collector of its node exporter. */
public final class QualityMetrics {

    private QualityMetrics() {}

    /** Replaces the file. */
    public static void write(Path file, QualityReport report, Instant now) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        report.rules().forEach(rule -> {
            var tags = Tags.of(
                    "rule",
                    rule.rule(),
                    "table",
                    rule.table(),
                    "severity",
                    rule.severity().label());
            gauge(registry, "failed", "Whether a rule of the warehouse fails: 1 or 0", tags, rule.passed() ? 0 : 1);
            gauge(registry, "violations", "Rows that violate a rule of the warehouse", tags, rule.violations());
        });
        Gauge.builder("tourbus.warehouse.checked", () -> now.toEpochMilli() / 1_000.0)
                .description("When the rules of the warehouse were evaluated")
                .baseUnit("timestamp_seconds")
                .register(registry);
        try {
            Files.createDirectories(file.getParent());
            var temporary = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), registry.scrape());
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void gauge(
            PrometheusMeterRegistry registry, String name, String description, Tags tags, double value) {
        Gauge.builder("tourbus.warehouse.rule." + name, () -> value)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }
}
