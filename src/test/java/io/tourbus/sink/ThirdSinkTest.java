package io.tourbus.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.check.PreflightCheck;
import io.tourbus.check.PreflightCheck.Finding;
import io.tourbus.check.PreflightCheck.Outcome;
import io.tourbus.run.RunReport.Status;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that only the list of sinks and a file of routes add. */
class ThirdSinkTest {

    private static final int VENUES = 12;

    @TempDir
    private Path folder;

    private SandboxContext sandbox;
    private Path file;
    private Modules modules;

    @BeforeEach
    void open() throws IOException {
        var home = HomeFolder.live(folder);
        try (var routes = getClass().getResourceAsStream("file.camel.yaml")) {
            Files.copy(routes, home.resolve("routes/file.camel.yaml"));
        }
        sandbox = new SandboxContext(folder, 5, VENUES, 5).set("camel.metrics.enabled", "true");
        file = folder.resolve("sink").resolve("records.ndjson");
        List<Sink> sinks = new ArrayList<>(Modules.STANDARD.sinks());
        sinks.add(new FileSink(file));
        modules = new Modules(Modules.STANDARD.sources(), sinks);
    }

    @AfterEach
    void close() {
        sandbox.close();
        HomeFolder.leave();
    }

    @Test
    void acceptsTheRecordsOfARun() throws IOException {
        Files.createDirectory(file.getParent());

        try (var tourbus = start()) {
            var report = tourbus.run("venue-refresh");

            assertThat(report.status()).isEqualTo(Status.COMPLETE);
            assertThat(report.sum("file_records")).isEqualTo(VENUES).isEqualTo(report.sum("lake_records"));
            assertThat(report.json()).contains("\"file_records\":" + VENUES);
            assertThat(meters(tourbus)
                            .get("tourbus.sink.records")
                            .tag("sink", "file")
                            .tag("entity", "venues")
                            .functionCounter()
                            .count())
                    .isEqualTo(VENUES);
            assertThat(meters(tourbus)
                            .get("tourbus.sink.puts")
                            .tag("sink", "file")
                            .tag("outcome", "taken")
                            .timer()
                            .count())
                    .isPositive();
        }
        assertThat(Files.readAllLines(file)).hasSize(VENUES).doesNotHaveDuplicates();
    }

    @Test
    void keepsDeadLettersUntilItAcceptsThem() throws IOException {
        try (var tourbus = start()) {
            var report = tourbus.run("venue-refresh");

            assertThat(report.sum("dead_letters")).isEqualTo(VENUES);
            assertThat(report.sum("file_records")).isZero();
            assertThat(report.sum("stream_records")).isEqualTo(VENUES);
            assertThat(report.notes()).contains("ticketmaster: kept as dead letters: the file cannot be written");
            assertThat(meters(tourbus)
                            .get("tourbus.dead.letters")
                            .tag("stage", "file")
                            .gauge()
                            .value())
                    .isEqualTo(VENUES);
        }
        assertThat(sandbox.deadLetters())
                .hasSize(VENUES)
                .allMatch(stored -> stored.letter().stage().equals(Stage.of("file")));

        Files.createDirectory(file.getParent());
        try (var tourbus = start()) {
            tourbus.replay();
        }

        assertThat(sandbox.deadLetters()).isEmpty();
        assertThat(Files.readAllLines(file)).hasSize(VENUES).doesNotHaveDuplicates();
    }

    @Test
    void isChecked() throws IOException {
        assertThat(check()).containsExactly(Outcome.WRONG);

        Files.createDirectory(file.getParent());

        assertThat(check()).containsExactly(Outcome.OK);
    }

    private List<Outcome> check() {
        return PreflightCheck.run(modules, sandbox.overrides(), Clock.systemUTC(), false).stream()
                .filter(finding -> finding.what().equals("file"))
                .map(Finding::outcome)
                .toList();
    }

    private TourbusContext start() {
        return new TourbusContext(modules, sandbox.overrides(), Clock.systemUTC()).start();
    }

    private static PrometheusMeterRegistry meters(TourbusContext tourbus) {
        return tourbus.bean("metricsRegistry", PrometheusMeterRegistry.class);
    }
}
