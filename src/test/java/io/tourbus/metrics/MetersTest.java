package io.tourbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of three runs against the sandbox. The first run is incomplete. */
class MetersTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `(tourbus\\.[a-z.]+)` \\| `[^|]*` \\| \\w+ \\| ([^|]*) \\|.*");

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext tourbus;
    private static List<RunReport> reports;
    private static PrometheusMeterRegistry meters;

    @BeforeAll
    static void open() throws IOException {
        sandbox = new SandboxContext(folder, 30, 60, 80).set("camel.metrics.enabled", "true");
        sandbox.servers().kinesis().failPuts(0, 1, 400, "ExpiredTokenException");
        sandbox.servers().ticketmaster().faults().answer(3, "/venues", 503, "{}");
        sandbox.servers().ticketmaster().faults().cut(1, "/venues");
        tourbus = sandbox.start();
        reports = Stream.of("venue-refresh", "daily", "venue-refresh")
                .map(tourbus::run)
                .toList();
        meters = tourbus.bean("metricsRegistry", PrometheusMeterRegistry.class);
    }

    @AfterAll
    static void close() {
        tourbus.close();
        sandbox.close();
    }

    @Test
    void countsRequestsByStatus() {
        assertThat(count("tourbus.requests", "call", "page")).isEqualTo(sum("requests"));
        assertThat(count("tourbus.requests", "source", "ticketmaster", "status", "503"))
                .isEqualTo(3);
        assertThat(count("tourbus.requests", "source", "ticketmaster", "status", "none"))
                .isEqualTo(1);
        assertThat(count("tourbus.requests", "call", "token", "status", "200")).isEqualTo(1);
        assertThat(count("tourbus.permits")).isEqualTo(sum("requests"));
    }

    @Test
    void countersMatchTheReports() {
        assertThat(total("tourbus.pages")).isEqualTo(sum("pages"));
        for (var outcome : List.of("normalized", "rejected", "unchanged", "repeated")) {
            assertThat(total("tourbus.records", "outcome", outcome)).as(outcome).isEqualTo(sum(outcome));
        }
        assertThat(total("tourbus.records", "outcome", "unchanged")).isPositive();
        assertThat(total("tourbus.slices", "outcome", "done")).isEqualTo(sum("slices"));
        assertThat(total("tourbus.slices", "outcome", "failed"))
                .isEqualTo(sum("failed_slices"))
                .isEqualTo(1);
        assertThat(total("tourbus.sink.records", "sink", "lake")).isEqualTo(sum("lake_records"));
        assertThat(total("tourbus.sink.bytes", "sink", "stream")).isEqualTo(sum("stream_bytes"));
    }

    @Test
    void countsSuccessfulAndFailedPuts() {
        assertThat(count("tourbus.sink.puts", "sink", "lake", "outcome", "taken"))
                .as("objects, and one manifest per run")
                .isEqualTo(sum("lake_objects") + reports.size());
        assertThat(count("tourbus.sink.puts", "sink", "stream", "outcome", "failed"))
                .isEqualTo(1);
        assertThat(meters.get("tourbus.batches")
                        .tag("entity", "events")
                        .summary()
                        .totalAmount())
                .isEqualTo(80);
    }

    @Test
    void runCountersStartAtZero() {
        assertThat(count("tourbus.runs", "job_name", "venue-refresh", "status", "partial"))
                .isEqualTo(1);
        assertThat(count("tourbus.runs", "job_name", "daily", "status", "complete"))
                .isEqualTo(1);
        assertThat(count("tourbus.runs", "job_name", "hourly", "status", "failed"))
                .isZero();
        assertThat(value("tourbus.run.entities", "job_name", "venue-refresh")).isEqualTo(60);
        assertThat(value("tourbus.job.running", "job_name", "daily")).isZero();
        assertThat(value("tourbus.job.success.age", "job_name", "daily")).isBetween(0.0, 60.0);
        assertThat(value("tourbus.quota.left", "source", "ticketmaster"))
                .isEqualTo(5_000 - (double) sum("requests", "ticketmaster"));
        assertThat(value("tourbus.quota.limit", "source", "spotify")).isNaN();
    }

    @Test
    void tagsContainNoSecretAddressOrRun() {
        assertThat(meters.scrape())
                .contains("tourbus_requests_seconds_bucket{", "camel_exchanges_total{")
                .doesNotContain(
                        "sandbox-key",
                        "sandbox-secret",
                        "apikey",
                        "127.0.0.1",
                        reports.get(0).runId());
    }

    @Test
    void theDocumentationListsExactlyTheRegisteredMetrics() throws IOException {
        Map<String, String> registered = new TreeMap<>();
        meters.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("tourbus."))
                .forEach(id -> registered.put(
                        id.getName(), sorted(id.getTags().stream().map(Tag::getKey))));
        Map<String, String> documented = new TreeMap<>();
        Files.readAllLines(Path.of("docs/metrics.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> documented.put(
                        row.group(1),
                        sorted(Pattern.compile("\\w+")
                                .matcher(row.group(2))
                                .results()
                                .map(MatchResult::group))));

        assertThat(documented).isEqualTo(registered);
    }

    private static String sorted(Stream<String> tags) {
        return tags.sorted().collect(Collectors.joining(" "));
    }

    private static long count(String name, String... tags) {
        return meters.get(name).tags(tags).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private static double total(String name, String... tags) {
        return meters.get(name).tags(tags).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private static double value(String name, String... tags) {
        return meters.get(name).tags(tags).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private static long sum(String count) {
        return sum(report -> report.sum(count));
    }

    private static long sum(String count, String source) {
        return sum(report -> report.lines().stream()
                .filter(line -> line.source().equals(source))
                .mapToLong(line -> line.count(count))
                .sum());
    }

    private static long sum(ToLongFunction<RunReport> count) {
        return reports.stream().mapToLong(count).sum();
    }
}
