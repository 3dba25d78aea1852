package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tourbus.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured of a run against the sandbox. */
class MetersTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `(tourbus\\.[a-z.]+)` \\| `[^|]*` \\| \\w+ \\| ([^|]*) \\|.*");

    @TempDir
    private Path folder;

    private SandboxBus sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxBus(folder, 30, 60, 80).set("camel.metrics.enabled", "true");
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void metersSayWhatTheReportSays() {
        sandbox.servers().ticketmaster().faults().answer(3, "/venues", 503, "{}");

        try (var bus = sandbox.start()) {
            var report = bus.run("daily");
            var again = bus.run("venue-refresh");
            var meters = registry(bus);

            assertThat(meters.get("tourbus.requests").tags("call", "page").timers())
                    .as("%s", report.notes())
                    .extracting(timer -> timer.count())
                    .satisfies(counts -> assertThat(
                                    counts.stream().mapToLong(Long::longValue).sum())
                            .isEqualTo(report.sum("requests") + again.sum("requests")));
            assertThat(meters.get("tourbus.requests")
                            .tags("source", "ticketmaster", "status", "503")
                            .timer()
                            .count())
                    .isEqualTo(3);
            assertThat(meters.get("tourbus.permits")
                            .tags("source", "ticketmaster")
                            .timer()
                            .count())
                    .isEqualTo(requests(report, "ticketmaster") + again.sum("requests"));
            assertThat(total(meters, "tourbus.pages")).isEqualTo(report.sum("pages") + again.sum("pages"));
            for (var outcome : new String[] {"normalized", "rejected", "unchanged", "repeated"}) {
                assertThat(total(meters, "tourbus.records", "outcome", outcome))
                        .as(outcome)
                        .isEqualTo(report.sum(outcome) + again.sum(outcome));
            }
            assertThat(total(meters, "tourbus.records", "outcome", "unchanged")).isEqualTo(60);
            assertThat(total(meters, "tourbus.slices", "outcome", "done"))
                    .isEqualTo(report.sum("slices") + again.sum("slices"));
            assertThat(total(meters, "tourbus.sink.bytes", "sink", "stream")).isEqualTo(report.sum("stream_bytes"));
            assertThat(meters.get("tourbus.sink.puts")
                            .tags("sink", "lake", "outcome", "taken")
                            .timer()
                            .count())
                    .as("objects, and a manifest for each run")
                    .isEqualTo(report.sum("lake_objects") + again.sum("lake_objects") + 2);
            assertThat(meters.get("tourbus.quota.left")
                            .tags("source", "ticketmaster")
                            .gauge()
                            .value())
                    .isBetween(0.0, 5_000.0);
            assertThat(meters.get("tourbus.runs")
                            .tags("job_name", "daily", "status", "complete")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("tourbus.run.entities")
                            .tags("job_name", "venue-refresh", "entity", "venues")
                            .gauge()
                            .value())
                    .isEqualTo(60);
            assertThat(age(meters, "daily")).isBetween(0.0, 60.0);
            assertThat(age(meters, "hourly")).isNaN();
            assertThat(((PrometheusMeterRegistry) meters).scrape())
                    .doesNotContain("sandbox-key", "sandbox-secret", "apikey", "127.0.0.1", report.runId());
        }
    }

    @Test
    void whatFailsIsMeasuredAsWell() {
        sandbox.servers().kinesis().failPuts(0, 1, 400, "ExpiredTokenException");
        sandbox.servers().ticketmaster().faults().cut(1, "/venues");

        try (var bus = sandbox.start()) {
            bus.run("venue-refresh");
            var meters = registry(bus);

            assertThat(meters.get("tourbus.sink.puts")
                            .tags("sink", "stream", "outcome", "failed")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("tourbus.requests")
                            .tags("status", "none")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(total(meters, "tourbus.slices", "outcome", "failed")).isEqualTo(1);
            assertThat(meters.get("tourbus.runs")
                            .tags("job_name", "venue-refresh", "status", "partial")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(age(meters, "venue-refresh")).isNaN();
        }
    }

    @Test
    void theDocumentHasAllMetersAndNoOthers() throws IOException {
        try (var bus = sandbox.start()) {
            bus.run("venue-refresh");

            Map<String, String> registered = new TreeMap<>();
            registry(bus).getMeters().stream()
                    .map(Meter::getId)
                    .filter(id -> id.getName().startsWith("tourbus."))
                    .forEach(id -> registered.put(
                            id.getName(),
                            id.getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(" "))));
            Map<String, String> documented = new TreeMap<>();
            Files.readAllLines(Path.of("docs/metrics.md")).stream()
                    .map(ROW::matcher)
                    .filter(row -> row.matches())
                    .forEach(row -> documented.put(
                            row.group(1),
                            Pattern.compile("\\w+")
                                    .matcher(row.group(2))
                                    .results()
                                    .map(tag -> tag.group())
                                    .sorted()
                                    .collect(Collectors.joining(" "))));

            assertThat(documented).isEqualTo(registered);
        }
    }

    @Test
    void whereNobodyLooksNothingIsMeasured() {
        try (var bus = sandbox.set("camel.metrics.enabled", "false").start()) {
            bus.run("venue-refresh");

            assertThat(registry(bus)).isNull();
        }
    }

    private static MeterRegistry registry(Bus bus) {
        return bus.bean("metricsRegistry", MeterRegistry.class);
    }

    private static double total(MeterRegistry meters, String name, String... tags) {
        return meters.get(name).tags(tags).functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static long requests(RunReport report, String source) {
        return report.lines().stream()
                .filter(line -> line.source().equals(source))
                .mapToLong(line -> line.count("requests"))
                .sum();
    }

    private static double age(MeterRegistry meters, String job) {
        return meters.get("tourbus.job.success.age")
                .tags("job_name", job)
                .gauge()
                .value();
    }
}
