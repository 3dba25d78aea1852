package io.tourbus.run;

import static io.tourbus.model.Entity.ARTISTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tourbus.delivery.DeliveryTracker;
import io.tourbus.delivery.ManifestWriter;
import io.tourbus.job.Job;
import io.tourbus.model.Batch;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.state.GapRepository.Gap;
import io.tourbus.state.StoredSlice;
import io.tourbus.testing.Settled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunManagerTest extends RunManagerFixture {

    private long nanos;

    @Test
    void theSourcesOfARunThatCannotBeOpenedEnd() {
        var runManager = runManager(Map.of("spotify", this::nothing, "ticketmaster", scope -> {
            throw new IllegalStateException("no plan");
        }));

        assertThatIllegalStateException().isThrownBy(() -> runManager.open("daily"));

        assertThat(ended).hasValue(1);
    }

    @Test
    void allActiveRunsAreStopped() {
        var runManager = runManager(Map.of("spotify", this::nothing));
        var daily = runManager.open("daily");
        var hourly = runManager.open("hourly");

        runManager.end();

        assertThat(daily.open("spotify")).isFalse();
        assertThat(hourly.open("spotify")).isFalse();
    }

    @Test
    void theProgressIsThatOfAllActiveRuns() {
        var runManager = runManager(Map.of("spotify", this::nothing));
        var daily = runManager.open("daily");
        var hourly = runManager.open("hourly");
        assertThat(runManager.progress()).contains("daily: 0 s").contains("; hourly: 0 s");

        runManager.close(hourly);
        assertThat(runManager.progress()).contains("daily").doesNotContain("hourly");

        runManager.close(daily);
        assertThat(runManager.progress()).isEmpty();
    }

    @Test
    void aRunThatCannotStoreItsGapsEndsAndReportsWhy() {
        var runManager = runManager(Map.of("spotify", this::nothing));
        var run = runManager.open("daily");
        gaps.close();

        assertThat(runManager.close(run).notes())
                .singleElement()
                .asString()
                .startsWith("the gaps could not be saved for the next run: ");
    }

    @Test
    void aRunOfAnotherPeriodKeepsTheGapsThatItDoesNotRead() {
        var gap = new Gap(
                new StoredSlice("ticketmaster", "events", "events US", "ticketmaster-events", "x", Map.of(), List.of()),
                "refused");
        gaps.gaps().replace(List.of(), List.of(gap));

        var usual = runManager(Map.of("ticketmaster", this::nothing)).open("daily");
        var narrowed = runManager(
                        Settled.with("tourbus.run.until", "2100-01-01"), Map.of("ticketmaster", this::nothing))
                .open("hourly");

        assertThat(usual.previousGaps()).containsExactly(gap);
        assertThat(narrowed.previousGaps()).isEmpty();
    }

    @Test
    void aRunKeepsItsLockByRenewingIt() {
        var runManager = runManager(Map.of("spotify", this::nothing));
        var run = runManager.open("daily");
        var holder = state.runLocks().holder("daily").orElseThrow();
        state.runLocks().renew("daily", holder, OVER);

        runManager.renew();

        assertThat(state.runLocks().take("daily", "another", RunLock.LEASE)).contains(holder);
        assertThat(run.open("spotify")).isTrue();
    }

    @Test
    void aRunThatAnotherProcessHasTakenOverStops() {
        var runManager = runManager(Map.of("spotify", this::nothing));
        var run = runManager.open("daily");
        state.runLocks().renew("daily", state.runLocks().holder("daily").orElseThrow(), OVER);
        assertThat(state.runLocks().take("daily", "another", RunLock.LEASE)).isEmpty();

        runManager.renew();

        assertThat(run.open("spotify")).isFalse();
        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> new DeliveryTracker(state, null, clock).begin(run, null, null));
        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> new DeliveryTracker(state, null, clock).finish(run, null, null));
        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> new ManifestWriter(state, "lake", "1", clock).build(run, null));

        var report = runManager.close(run);
        runManager.ended(run, report);

        assertThat(report.status()).isEqualTo(RunReport.Status.FAILED);
        assertThat(report.notes())
                .containsExactly(
                        "spotify: this process did not respond in time, and lost the lock of daily to another");
        assertThat(state.runs().unfinished("daily")).isPresent();
        assertThat(state.runLocks().holder("daily")).contains("another");
    }

    @Test
    void aSuspendedProcessNoticesALostLockBeforeItDelivers() {
        var locks = state.runLocks();
        var lock = RunLock.take(locks, Job.DAILY, "held up", () -> nanos);
        lock.require();
        locks.renew("daily", "held up", OVER);
        locks.take("daily", "another", RunLock.LEASE);
        lock.require();

        nanos += RunLock.LEASE.toNanos() / 2 + 1;

        assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::require);
    }

    @Test
    void twoRunsOfOneSecondHaveDifferentIds() {
        List<String> tried = new ArrayList<>();

        var id = RunManager.id(Job.DAILY, Instant.parse("2026-11-25T02:00:00Z"), other -> {
            tried.add(other);
            return tried.size() < 3;
        });

        assertThat(tried).hasSize(3).endsWith(id);
        assertThat(id).startsWith("20261125T020000Z-daily-");
    }

    @Test
    void recordsOfAFailedSliceCanBeDeliveredByAnother() {
        var run = runManager(Map.of("spotify", this::nothing)).open("daily");
        var slice = Slice.of(new Query("spotify", ARTISTS, "search pop"), "spotify-search", "pop", Map.of(), List.of());
        var line = new RecordLine("spotify_1", "spotify_1", "hash", new byte[0]);
        var batch = new Batch(
                run.id(),
                run.started(),
                "spotify",
                ARTISTS,
                slice.name(),
                List.of(new Normalized(new byte[0], line)),
                List.of(),
                Map.of());
        assertThat(run.claims().claim(ARTISTS, line.identity())).isTrue();
        assertThat(run.claims().claim(ARTISTS, line.identity())).isFalse();

        new RunRecorder().failed(run, slice, null, batch, "aws2-s3", new IllegalStateException("refused"));

        assertThat(run.claims().claim(ARTISTS, line.identity())).isTrue();
    }
}
