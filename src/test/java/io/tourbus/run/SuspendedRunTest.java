package io.tourbus.run;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static io.tourbus.run.RunReport.Status.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.testing.ReportRules;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are stopped or suspended, and the next run of their job. */
class SuspendedRunTest extends SandboxTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 20, 60, 400).set("tourbus.run.only", "ticketmaster");
    }

    @AfterEach
    void close() {
        sandbox.servers().ticketmaster().faults().release();
    }

    @Test
    void aBackfillOfOtherDatesIsAnotherRun() throws IOException {
        between(10, 40);
        var left = suspended("backfill");
        between(100, 130);

        var other = sandbox.run("backfill");

        assertThat(left.status()).isEqualTo(PARTIAL);
        assertThat(other.status()).as("%s", other.notes()).isEqualTo(COMPLETE);
        assertThat(other.runId()).isNotEqualTo(left.runId());
        assertThat(other.notes())
                .contains("unfinished run %s is not resumed: its options differ".formatted(left.runId()));
        assertThat(sandbox.records("normalized/concerts"))
                .isNotEmpty()
                .extracting(concert -> concert.path("event_date").asText())
                .allMatch(start -> start.compareTo(TODAY.plusDays(100).toString()) >= 0);
    }

    @Test
    void aBackfillOfTheSameDatesIsResumed() {
        between(10, 40);
        var left = suspended("backfill");

        var resumed = sandbox.run("backfill");

        assertThat(resumed.runId()).isEqualTo(left.runId());
        assertThat(resumed.status()).as("%s", resumed.notes()).isEqualTo(COMPLETE);
    }

    @Test
    void aBackfillIsResumedOnItsDatesWithoutThemInTheSettings() throws IOException {
        between(10, 40);
        var left = suspended("backfill");
        sandbox.unset("tourbus.run.since").unset("tourbus.run.until");

        try (var tourbus = sandbox.start()) {
            assertThat(tourbus.runManager().orElseThrow().unfinished())
                    .extracting(UnfinishedRun::runId, UnfinishedRun::job, UnfinishedRun::resumable)
                    .containsExactly(tuple(left.runId(), "backfill", true));
            var resumed = tourbus.resume("backfill");
            assertThat(resumed.runId()).isEqualTo(left.runId());
            assertThat(resumed.status()).as("%s", resumed.notes()).isEqualTo(COMPLETE);
        }
        assertThat(sandbox.records("normalized/concerts"))
                .isNotEmpty()
                .extracting(concert -> concert.path("event_date").asText())
                .allMatch(start -> start.compareTo(TODAY.plusDays(40).toString()) < 0);
    }

    @Test
    void aRunWithFewerCountriesIsAnotherRun() {
        var all = sandbox.catalogue().countries();
        assertThat(all).hasSizeGreaterThan(1);
        var left = suspended("venue-refresh");
        sandbox.set("tourbus.ticketmaster.countries", all.get(0));

        var narrower = sandbox.run("venue-refresh");

        assertThat(narrower.runId()).isNotEqualTo(left.runId());
        assertThat(narrower.status()).isEqualTo(COMPLETE);
        assertThat(narrower.queries()).hasSize(1);
        try (var state = sandbox.state()) {
            assertThat(state.runs().find(left.runId()).orElseThrow().status()).isEqualTo("not resumed");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStoppedRunWithNothingLeftToReadIsComplete(boolean suspended) {
        sandbox.set(
                "tourbus.ticketmaster.countries",
                sandbox.catalogue().countries().get(0));

        var report = runAndSignal("venue-refresh", runManager -> {
            if (suspended) {
                runManager.suspend("the time limit is near");
            } else {
                runManager.end();
            }
        });

        assertThat(report.notes())
                .anyMatch(note -> note.contains(suspended ? "the time limit is near" : "Tourbus is shutting down"));
        assertThat(report.queries())
                .singleElement()
                .satisfies(query -> assertThat(query.complete()).isTrue());
        assertThat(report.status()).isEqualTo(COMPLETE);
        try (var state = sandbox.state()) {
            assertThat(state.runs().unfinished("venue-refresh")).isEmpty();
        }
    }

    @Test
    void aStoppedRunWithMoreToReadIsPartial() {
        sandbox.set("tourbus.ticketmaster.slices-at-once", "1");

        assertThat(runAndSignal("venue-refresh", RunManager::end).status()).isEqualTo(PARTIAL);
    }

    /** Stops the run while the first requests to Ticketmaster wait for their responses. */
    private RunReport runAndSignal(String job, Consumer<RunManager> signal) {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/venues");
        try (var tourbus = sandbox.start()) {
            var run = CompletableFuture.supplyAsync(() -> ReportRules.check(tourbus.run(job)));
            await().until(() -> faults.hanging() == 1);
            signal.accept(tourbus.runManager().orElseThrow());
            faults.release();
            return run.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    /** As Lambda's time limit does before the run has begun. */
    private RunReport suspended(String job) {
        try (var tourbus = sandbox.start()) {
            tourbus.runManager().orElseThrow().suspend("the time limit is near");
            return ReportRules.check(tourbus.run(job));
        }
    }

    private void between(int from, int until) {
        sandbox.set("tourbus.run.since", TODAY.plusDays(from).toString())
                .set("tourbus.run.until", TODAY.plusDays(until).toString());
    }
}
