package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tourbus.check.PreflightCheck;
import io.tourbus.check.PreflightCheck.Outcome;
import io.tourbus.estimate.RunEstimate;
import io.tourbus.estimate.RunEstimator;
import io.tourbus.gigs.GigsServer;
import io.tourbus.gigs.GigsSource;
import io.tourbus.job.Job;
import io.tourbus.model.Entity;
import io.tourbus.preview.Preview;
import io.tourbus.run.RunReport;
import io.tourbus.source.Source;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.MBeans;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A third source, added without a change in {@code src/main}: the classes in {@code io.tourbus.gigs}, a file of routes, and
 * settings in the home folder.
 */
class ThirdSourceTest extends SandboxTest {

    private static final List<String> RECORDS = List.of("gigs_e1", "gigs_e3", "gigs_v1", "gigs_v2", "gigs_v3");

    private GigsServer gigs;

    @BeforeEach
    void addSource() throws IOException {
        gigs = new GigsServer();
        var home = HomeFolder.live(folder);
        Files.copy(
                Path.of("src/test/resources/io/tourbus/gigs/gigs.camel.yaml"), home.resolve("routes/gigs.camel.yaml"));
        Files.writeString(
                home.resolve("application.properties"),
                """

                gigs.api-key={{env:GIGS_API_KEY:%s}}
                gigs.base-url=%s
                gigs.millis-per-request=2
                """.formatted(GigsServer.API_KEY, gigs.baseUrl()),
                StandardOpenOption.APPEND);
        sandbox = new SandboxContext(folder, 3, 3, 3)
                .modules(modules("id"))
                .set("tourbus.spotify.top-tracks", "false")
                .set("tourbus.spotify.related-artists", "false");
    }

    @AfterEach
    void leaveHome() {
        HomeFolder.leave();
        gigs.close();
    }

    /** @param idFields the fields in which the third source looks for IDs */
    private static Modules modules(String... idFields) {
        var third = new GigsSource(List.of(idFields));
        return new Modules(
                Stream.concat(Modules.STANDARD.sources().stream(), Stream.<Source>of(third))
                        .toList(),
                Modules.STANDARD.sinks());
    }

    @Test
    void planCheckAndPreviewReadIt() {
        var estimate = RunEstimator.estimate(modules("id"), sandbox.overrides(), Job.DAILY, Clock.systemUTC());
        assertThat(estimate.parts())
                .filteredOn(part -> part.source().equals("gigs"))
                .extracting(RunEstimate.Part::query, RunEstimate.Part::reportedTotal, RunEstimate.Part::requests)
                .containsExactly(tuple("all venues", 3L, 2L), tuple("all events", 3L, 2L));
        assertThat(estimate.sources())
                .filteredOn(source -> source.source().equals("gigs"))
                .singleElement()
                .satisfies(source -> assertThat(source.requests()).isEqualTo(4));

        assertThat(PreflightCheck.run(modules("id"), sandbox.overrides(), Clock.systemUTC(), false))
                .allMatch(finding -> finding.outcome() == Outcome.OK)
                .filteredOn(finding -> finding.what().equals("gigs"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("2 records"));

        try (var preview = Preview.open(modules("id"), sandbox.overrides(), Clock.systemUTC())) {
            assertThat(preview.fetch("gigs", Entity.EVENTS, "rock").records()).hasSize(1);
        }
        assertThat(gigs.requests()).containsExactly("/venues", "/events", "/venues", "/events");
    }

    @Test
    void aRunShowsItEverywhereAndItsRejectedEntityIsReplayed() throws Exception {
        sandbox.set("camel.metrics.enabled", "true");
        var port = FreePort.find();

        RunReport report;
        try (var tourbus = sandbox.serve(port)) {
            report = tourbus.run("daily");

            assertThat(tourbus.bean("metricsRegistry", PrometheusMeterRegistry.class)
                            .scrape()
                            .lines())
                    .filteredOn(line -> line.contains("source=\"gigs\""))
                    .anyMatch(line -> line.matches("tourbus_records_total\\{.*venues.*normalized.*} 3\\.0"))
                    .anyMatch(line -> line.matches("tourbus_records_total\\{.*events.*rejected.*} 1\\.0"))
                    .anyMatch(line -> line.matches("tourbus_requests_seconds_count\\{.*200.*} 4"))
                    .anyMatch(line -> line.matches("tourbus_permits_seconds_count\\{.*} 4"))
                    .anyMatch(line -> line.matches("tourbus_quota_left_requests\\{.*} 996\\.0"));
            assertThat(MBeans.attributes("io.tourbus:type=Source,name=gigs", "RequestsToday"))
                    .containsExactly("4");
            setOverJmx("RequestsPerDay", 500);
            setOverJmx("SlicesAtOnce", 1);
            assertThat(MBeans.attributes("io.tourbus:type=Source,name=gigs", "RequestsLeft"))
                    .containsExactly("496");
            assertThat(MBeans.all()).noneMatch(value -> value.contains(GigsServer.API_KEY));
            assertThat(status(port).path("sources"))
                    .extracting(source -> source.path("source").asText())
                    .containsExactly("gigs", "spotify", "ticketmaster");
        }

        assertThat(report.status()).isEqualTo(RunReport.Status.COMPLETE);
        assertThat(counts(report, "venues")).containsEntry("lake_records", 3L).containsEntry("stream_records", 3L);
        assertThat(counts(report, "events")).containsEntry("rejected", 1L).containsEntry("lake_records", 2L);
        assertThat(report.queries())
                .filteredOn(query -> query.source().equals("gigs"))
                .hasSize(2)
                .allMatch(query -> query.complete());
        assertThat(sandbox.landed(report)).containsAll(RECORDS).anyMatch(id -> id.startsWith("ticketmaster_"));
        assertThat(sandbox.streamed()).containsAll(RECORDS).anyMatch(id -> id.startsWith("spotify_"));

        assertThat(sandbox.deadLetters())
                .extracting(StoredDeadLetter::letter)
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.source()).isEqualTo("gigs");
                    assertThat(letter.reason()).isEqualTo("no id");
                });
        releaseDeadLetters();
        try (var tourbus = sandbox.modules(modules("id", "legacy_id")).start()) {
            tourbus.replay();
        }
        assertThat(sandbox.deadLetters()).isEmpty();
        assertThat(sandbox.streamed()).contains("gigs_e2");
        assertThat(sandbox.landed(report)).contains("gigs_e2");
    }

    private static void setOverJmx(String attribute, int value) throws JMException {
        ManagementFactory.getPlatformMBeanServer()
                .setAttribute(new ObjectName("io.tourbus:type=Source,name=gigs"), new Attribute(attribute, value));
    }

    private static Map<String, Long> counts(RunReport report, String entity) {
        return report.lines().stream()
                .filter(line -> line.source().equals("gigs") && line.entity().equals(entity))
                .findFirst()
                .orElseThrow()
                .counts();
    }

    /** The first status that the server sends to the page. */
    private static JsonNode status(int port) throws IOException {
        var events =
                URI.create("http://127.0.0.1:%d/api/events".formatted(port)).toURL();
        try (var lines = new BufferedReader(new InputStreamReader(events.openStream(), StandardCharsets.UTF_8))) {
            var data = lines.lines()
                    .filter(line -> line.startsWith("data:"))
                    .findFirst()
                    .orElseThrow();
            return new ObjectMapper().readTree(data.substring("data:".length()));
        }
    }

    private void releaseDeadLetters() {
        try (var state = sandbox.state()) {
            var deadLetters = state.deadLetters();
            deadLetters.release(
                    deadLetters.after(0, 100).stream().map(StoredDeadLetter::id).toList());
        }
    }
}
