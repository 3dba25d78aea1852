package io.tourbus.share;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.model.Entity;
import io.tourbus.run.Run;
import io.tourbus.run.RunCounters.Count;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.RunRecorder;
import io.tourbus.run.RunRegistry;
import io.tourbus.run.RunSettings;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.run.slice.SliceCodec;
import io.tourbus.share.Outcome.Counts;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.State;
import io.tourbus.state.StoreTest;
import io.tourbus.state.queue.HeldSlice;
import io.tourbus.state.queue.SharedSlices;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The owner of a run, with slices that this test reads like other processes. */
class SharedRunsTest extends StoreTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration OVER = Duration.ofSeconds(-1);
    private static final Slice SLICE =
            Slice.of(new Query("gigs", Entity.EVENTS, "gigs"), "gigs-events", "gigs", Map.of(), List.of());

    private PerformerRegistry performers;
    private RunManager runs;
    private Run run;
    private SharedSlices slices;
    private CompletableFuture<Void> reading;
    private HeldSlice held;

    @BeforeEach
    void offer() {
        assumeThat(State.isShared(url)).isTrue();
        var settings = RunSettings.read(Settled.with());
        runs = new RunManager(
                Map.of(
                        "gigs",
                        new Reader(
                                scope -> new SliceQueue(Stream.of(SLICE)),
                                TestState.quota("gigs", clock),
                                new ConcurrencyLimiter(1))),
                List.of(),
                List.of(),
                () -> settings,
                new GapTracker(state.gaps()),
                new RunRegistry(state, () -> settings, clock),
                clock);
        runs.share();
        run = runs.open("daily");
        slices = state.sharedSlices();
        performers = new PerformerRegistry(state.artists(), state.linkedIds(), Optional.empty(), clock, true);
        var owner = new SharedRuns(
                slices,
                state.slices(),
                new RunRecorder(),
                performers,
                new Announcements(new DefaultCamelContext(), false),
                "owner");
        var slice = run.slices("gigs").next();
        reading = CompletableFuture.runAsync(
                () -> owner.read(run, slice, new DefaultExchange(new DefaultCamelContext())));
        await().until(() -> !slices.sources().isEmpty());
    }

    private void claim(Duration lease) {
        var claimed = slices.claim("gigs", 1, "worker", lease).get(0);
        held = new HeldSlice(claimed.sliceId(), claimed.runId(), "worker");
    }

    private void report(String failure, String closed) {
        var counts = new Counts("events", Map.of("fetched", 3L, "failed_slices", 1L), Map.of(), Map.of(), Set.of());
        var outcome = new Outcome(
                "worker",
                null,
                null,
                failure,
                false,
                closed,
                List.of(counts),
                List.of("a note"),
                Set.of(),
                Map.of("K1", "a band"));
        assertThat(slices.report(held, Outcome.write(outcome))).isTrue();
        assertThat(reading).succeedsWithin(10, SECONDS);
    }

    private Completeness completeness() {
        return run.queue("gigs").completeness().get(0);
    }

    @Test
    void theOutcomeOfASliceIsAddedOnce() {
        claim(LEASE);

        report("503 Service Unavailable", null);

        assertThat(run.counters("gigs", Entity.EVENTS).get(Count.FETCHED)).isEqualTo(3);
        assertThat(run.notes()).contains("a note");
        assertThat(performers.takeNames()).isEqualTo(Map.of("K1", "a band"));
        assertThat(completeness().missing())
                .extracting(Completeness.Missing::reason)
                .containsExactly("503 Service Unavailable");
        assertThat(run.open("gigs")).isTrue();
        assertThat(slices.find(held.id(), "owner")).isEmpty();
        assertThat(runs.totals().get("gigs", Entity.EVENTS, "fetched"))
                .as("counted by the other process")
                .isZero();
    }

    @Test
    void aSourceThatIsBlockedInAnotherProcessIsClosed() {
        claim(LEASE);

        report("quota used up", "quota used up");

        assertThat(run.open("gigs")).isFalse();
        assertThat(run.notes()).contains("gigs: quota used up");
    }

    @Test
    void aSliceThatWasDeliveredBeforeItsProcessDiedIsComplete() {
        claim(OVER);
        state.slices().delivering(run.id(), SliceCodec.store(SLICE));
        state.slices()
                .done(
                        new Delivery(run.id(), SLICE.name()),
                        new SliceProgress(SliceCodec.store(SLICE), true, 7, 8, 7),
                        Map.of(),
                        clock.instant(),
                        Optional.of(held));

        assertThat(reading).succeedsWithin(10, SECONDS);
        assertThat(completeness().complete()).isTrue();
        assertThat(completeness().unique()).isEqualTo(7);
        assertThat(run.notes()).anyMatch(note -> note.endsWith("died before it reported: not counted here"));
    }

    @Test
    void aSliceThatKillsItsProcessesFails() {
        for (int i = 0; i < SharedSlices.MAX_ATTEMPTS; i++) {
            claim(OVER);
        }

        assertThat(reading)
                .failsWithin(10, SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("3 processes died or lost their lease while they read it");
    }

    @Test
    void aSliceThatNoProcessReadsIsSkippedWhenTheRunStops() {
        run.end("stopped by a test");

        assertThat(reading).succeedsWithin(10, SECONDS);
        assertThat(run.counters("gigs", Entity.EVENTS).get(Count.SKIPPED_SLICES))
                .isOne();
        assertThat(slices.sources()).isEmpty();
    }
}
