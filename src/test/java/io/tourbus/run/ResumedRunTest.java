package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tourbus.delivery.DeliveryTracker;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.sink.Sinks;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.StoredSlice;
import io.tourbus.testing.Settled;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which run of a dead process a start resumes. */
class ResumedRunTest extends RunManagerFixture {

    @Test
    void aResumedRunIsNotCompleteWhileItHasDeadLetters() {
        var runManager = Map.<String, SlicePlan>of("spotify", this::nothing);
        var died = died(runManager(runManager).open("daily"));
        state.deadLetters()
                .add(List.of(new DeadLetter(
                        DeadLetter.Stage.of("stream"),
                        died.id(),
                        "artists",
                        "spotify",
                        "artists",
                        "spotify_1",
                        Map.of(),
                        new byte[] {'{', '}'},
                        "refused",
                        true,
                        1,
                        clock.instant())));
        var again = runManager(runManager);

        var report = again.close(again.open("daily"));

        assertThat(report.runId()).isEqualTo(died.id());
        assertThat(report.sum("dead_letters")).isEqualTo(1);
        assertThat(report.status()).isNotEqualTo(RunReport.Status.COMPLETE);
    }

    /** The slice that delivered it leaves it out when it is repeated, because the other one has read it before. */
    @Test
    void anEmbeddedRecordOfARepeatedSliceIsDeliveredAgainByTheSliceThatReadsIt() {
        var plans = Map.<String, SlicePlan>of("ticketmaster", this::nothing);
        var first = runManager(plans).open("daily");
        var line = new RecordLine("ticketmaster_x", "ticketmaster_x", "0".repeat(64), new byte[0]);
        var repeated =
                new StoredSlice("ticketmaster", "events", "US", "ticketmaster-events", "us-1", Map.of(), List.of());
        state.slices().delivering(first.id(), repeated);
        state.hashes()
                .put(
                        Map.of(line.identity(), line.hash()),
                        new Delivery(first.id(), "us-1", true, 0, 0),
                        clock.instant());
        died(first);
        var resumed = runManager(plans).open("daily");
        var other = Slice.of(
                new Query("ticketmaster", Entity.EVENTS, "US"), "ticketmaster-events", "us-2", Map.of(), List.of());
        var batch = new Batch(
                        resumed.id(),
                        resumed.started(),
                        "ticketmaster",
                        Entity.EVENTS,
                        other.name(),
                        List.of(),
                        List.of(),
                        Map.of())
                .ofEmbedded(other.name(), Entity.ARTISTS, List.of(new Normalized(new byte[0], line)));
        var reading = new SliceReader(
                        new TicketmasterPager(new PageDepthLimit(200)), (EntityNormalizer) null, null, clock)
                .open(other);

        var left =
                new DeliveryTracker(state, new Sinks(List.of(), Map.of(), null), clock).begin(resumed, reading, batch);

        assertThat(left.identities()).containsExactly(line.identity());
        assertThat(left.unchangedEverywhere()).isZero();
    }

    @Test
    void aResumedRunKeepsItsDates() {
        List<Scope> scopes = new ArrayList<>();
        SlicePlan plan = scope -> {
            scopes.add(scope);
            return nothing(scope);
        };
        died(runManager(Map.of("ticketmaster", plan)).open("daily"));
        clock.advance(Duration.ofHours(1));

        runManager(Map.of("ticketmaster", plan)).open("daily");

        assertThat(scopes)
                .extracting(Scope::from)
                .hasSize(2)
                .containsOnly(scopes.get(0).from());
        assertThat(scopes).extracting(Scope::until).containsOnly(scopes.get(0).until());
    }

    @ParameterizedTest
    @CsvSource({
        "tourbus.run.since, 2100-01-01",
        "tourbus.run.until, 2100-01-01",
        "tourbus.run.horizon-days, 7",
        "tourbus.run.limit, 7"
    })
    void aRunWithOtherOptionsIsNotResumed(String key, String value) {
        Map<String, SlicePlan> plans = Map.of("ticketmaster", this::nothing);
        var died = died(runManager(plans).open("daily"));

        var other = runManager(Settled.with(key, value), plans).open("daily");

        assertThat(other.id()).isNotEqualTo(died.id());
        assertThat(other.notes()).contains("unfinished run %s is not resumed: its options differ".formatted(died.id()));
        died(other);
        assertThat(runManager(plans).open("daily").id())
                .as("a run that was not resumed is not tried again")
                .isNotEqualTo(died.id());
    }

    @Test
    void aRunOfOtherSourcesOrSettingsIsNotResumed() {
        var first = died(runManager(Map.of("ticketmaster", planFor("US"))).open("daily"));
        var resumed = died(runManager(Map.of("ticketmaster", planFor("US"))).open("daily"));
        var narrower = died(runManager(Map.of("ticketmaster", planFor("AU"))).open("daily"));
        var wider = runManager(Map.of("ticketmaster", planFor("AU"), "spotify", planFor("")))
                .open("daily");

        assertThat(resumed.id()).isEqualTo(first.id());
        assertThat(List.of(resumed.id(), narrower.id(), wider.id())).doesNotHaveDuplicates();
    }

    @Test
    void aRunIsResumedWithItsDatesIfItsOptionsAreTheSame() {
        List<Scope> scopes = new ArrayList<>();
        SlicePlan plan = scope -> {
            scopes.add(scope);
            return nothing(scope);
        };
        Map<String, SlicePlan> plans = Map.of("ticketmaster", plan);
        var dates = Settled.with("tourbus.run.since", "2100-01-01", "tourbus.run.until", "2100-02-01");
        var died = died(runManager(dates, plans).open("backfill"));

        assertThat(runManager(Map.of("ticketmaster", planFor("AU"))).unfinished())
                .extracting(UnfinishedRun::runId, UnfinishedRun::job, UnfinishedRun::resumable)
                .containsExactly(tuple(died.id(), "backfill", false));
        assertThat(runManager(plans).unfinished())
                .extracting(UnfinishedRun::runId, UnfinishedRun::job, UnfinishedRun::resumable)
                .containsExactly(tuple(died.id(), "backfill", true));
        assertThat(runManager(plans).resume("backfill").id()).isEqualTo(died.id());
        assertThat(scopes).extracting(Scope::until).hasSize(2).containsOnly(Instant.parse("2100-02-01T00:00:00Z"));
    }

    @Test
    void theDurationIncludesTheTimeBeforeARunWasResumed() {
        Map<String, SlicePlan> plans = Map.of("ticketmaster", this::nothing);
        died(runManager(plans).open("daily"));
        clock.advance(Duration.ofMinutes(10));
        var again = runManager(plans);

        var report = again.close(again.open("daily"));

        assertThat(report.durationMillis()).isBetween(600_000L, 660_000L);
    }

    @Test
    void aClockThatIsSetBackDoesNotChangeTheDuration() {
        Map<String, SlicePlan> plans = Map.of("ticketmaster", this::nothing);
        var runManager = runManager(plans);
        var run = runManager.open("daily");
        clock.advance(Duration.ofHours(-1));

        assertThat(runManager.close(run).durationMillis()).isBetween(0L, 60_000L);
    }

    @Test
    void aClockThatIsSetBackBeforeARunIsResumedAddsNothingToTheDuration() {
        Map<String, SlicePlan> plans = Map.of("ticketmaster", this::nothing);
        var died = died(runManager(plans).open("daily"));
        clock.advance(Duration.ofHours(-1));
        var again = runManager(plans);

        var report = again.close(again.open("daily"));

        assertThat(report.runId()).isEqualTo(died.id());
        assertThat(report.durationMillis()).isBetween(0L, 60_000L);
    }
}
