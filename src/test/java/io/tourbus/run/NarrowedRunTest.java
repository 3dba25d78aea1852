package io.tourbus.run;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static io.tourbus.run.RunReport.Status.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs with options that select a part of the data. */
class NarrowedRunTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 20, 20, 400).set("tourbus.ticketmaster.undated", "false");
    }

    @Test
    void aRunOfOneSourceAndPeriodReadsNothingElse() throws IOException {
        var since = LocalDate.now(ZoneOffset.UTC).plusDays(60);
        var until = since.plusDays(60);
        sandbox.set("tourbus.run.only", "ticketmaster")
                .set("tourbus.run.since", since.toString())
                .set("tourbus.run.until", until + "T00:00:00Z");

        var report = sandbox.run("daily");

        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        assertThat(report.notes()).contains("spotify: skipped: --only or tourbus.run.only does not name it");
        assertThat(sandbox.servers().spotify().seen()).isEmpty();
        assertThat(sandbox.records("normalized/concerts"))
                .isNotEmpty()
                .hasSizeLessThan(400)
                .extracting(concert -> concert.path("event_date").asText())
                .allMatch(start -> start.compareTo(since.toString()) >= 0 && start.compareTo(until.toString()) < 0);
    }

    @Test
    void aBackfillReadsOnlyEventsWithADateInItsPeriod() throws IOException {
        var since = LocalDate.now(ZoneOffset.UTC).plusDays(100);
        sandbox.set("tourbus.ticketmaster.undated", "true")
                .set("tourbus.run.since", since.toString())
                .set("tourbus.run.until", since.plusDays(30).toString());

        var report = sandbox.run("backfill");

        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        assertThat(sandbox.servers().spotify().seen()).isEmpty();
        assertThat(sandbox.servers().ticketmaster().seen())
                .isNotEmpty()
                .allMatch(request -> request.query().containsKey("startDateTime"));
        assertThat(sandbox.records("normalized/concerts"))
                .isNotEmpty()
                .extracting(concert -> concert.path("event_date").asText())
                .allMatch(start -> start.compareTo(since.toString()) >= 0
                        && start.compareTo(since.plusDays(30).toString()) < 0);
    }

    @Test
    void aSampleHasAFewEntitiesOfEachTypeAndLeavesNothingBehind() throws IOException {
        sandbox.set("tourbus.run.limit", "5");

        var report = sandbox.run("daily");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.notes())
                .contains("a sample: at most 5 entities of each type from each source (--limit or tourbus.run.limit)");
        assertThat(report.lines().stream().filter(line -> line.count("fetched") > 0))
                .extracting(line -> line.source() + " " + line.entity(), line -> line.count("fetched"))
                .containsExactly(
                        tuple("spotify artists", 5L),
                        tuple("spotify tracks", 5L),
                        tuple("ticketmaster venues", 5L),
                        tuple("ticketmaster events", 5L));
        assertThat(report.sum("requests")).isLessThan(10);
        assertThat(report.lines())
                .filteredOn(line -> line.entity().equals("events"))
                .allSatisfy(line -> assertThat(line.count("missing")).isPositive());
        assertThat(sandbox.records("normalized/concerts")).hasSize(5);
        try (var state = sandbox.state()) {
            assertThat(state.gaps().all()).isEmpty();
            assertThat(state.eventCounts().find("events US KZFzniwnSyZfZ7v7nJ")).isEmpty();
        }

        var full = sandbox.set("tourbus.run.limit", "0").run("daily");

        assertThat(full.status()).as("%s", full.notes()).isEqualTo(COMPLETE);
        assertThat(sandbox.records("normalized/concerts").size()).isGreaterThan(300);
        try (var state = sandbox.state()) {
            assertThat(state.eventCounts().find("events US KZFzniwnSyZfZ7v7nJ")).isNotEmpty();
        }
    }

    @Test
    void aSampleThatIsLargerThanAPageIsExact() throws IOException {
        sandbox.set("tourbus.run.limit", "250").set("tourbus.run.only", "ticketmaster");

        var report = sandbox.run("daily");

        assertThat(report.lines())
                .filteredOn(line -> line.entity().equals("events"))
                .hasSize(1)
                .allSatisfy(events -> {
                    assertThat(events.count("fetched")).isEqualTo(250);
                    assertThat(events.count("requests")).isLessThan(10);
                    assertThat(events.count("missing")).isBetween(100L, 150L);
                });
        assertThat(sandbox.records("normalized/concerts")).hasSize(250);
    }

    @Test
    void aSampleThatLeavesNothingOutIsComplete() throws IOException {
        sandbox.set("tourbus.run.limit", "1000").set("tourbus.run.only", "ticketmaster");

        var report = sandbox.run("daily");

        assertThat(report.status()).as("%s", report.queries()).isEqualTo(COMPLETE);
    }

    @Test
    void invalidOptionsAreReportedTogether() {
        sandbox.set("tourbus.run.only", "ticketmater")
                .set("tourbus.run.since", "tomorrow")
                .set("tourbus.spotify.page-size", "0");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> sandbox.run("daily"))
                .satisfies(failure -> assertThat(failure.problems())
                        .containsExactlyInAnyOrder(
                                "tourbus.run.only is not valid: 'ticketmater', set by this command."
                                        + " Did you mean ticketmaster?",
                                "tourbus.run.since is not valid: 'tomorrow', set by this command."
                                        + " Use a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z.",
                                "tourbus.spotify.page-size is not valid: '0', set by this command."
                                        + " Use a whole number from 1 to 50 or auto."));
    }
}
