package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.testing.Settled;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Runs whose process died, as another process sees them. */
class DiedRunTest extends RunManagerFixture {

    private final Map<String, SlicePlan> plans = Map.of("ticketmaster", planFor("US"));
    private final RunManager other = runManager(plans);

    @Test
    void aRunHasDiedWhenItsLockExpires() {
        var run = runManager(plans).open("daily");
        assertThat(other.died()).isEmpty();

        died(run);

        assertThat(other.died()).singleElement().satisfies(found -> {
            assertThat(found.runId()).isEqualTo(run.id());
            assertThat(found.isResumed()).isTrue();
        });
        other.open(run.id());
        assertThat(other.died()).isEmpty();
    }

    @Test
    void aDiedRunIsResumedWithItsDatesByItsId() {
        var dates = Settled.with("tourbus.run.since", "2100-01-01", "tourbus.run.until", "2100-02-01");
        var run = died(runManager(dates, plans).open("backfill"));

        var resumed = other.open(run.id());

        assertThat(resumed.id()).isEqualTo(run.id());
        assertThat(resumed.events()).isEqualTo(run.events());
    }

    @Test
    void aRunThatRunsOrHasEndedIsNotResumed() {
        var run = runManager(plans).open("daily");
        assertThatExceptionOfType(JobRunningException.class).isThrownBy(() -> other.open(run.id()));
        died(run);
        var resumed = other.open(run.id());
        other.ended(resumed, other.close(resumed));

        assertThatExceptionOfType(RunEndedException.class)
                .isThrownBy(() -> other.open(run.id()))
                .withMessageEndingWith("has ended already: complete.");
        assertThat(state.runLocks().holder("daily")).isEmpty();
        assertThatExceptionOfType(UnknownJobException.class).isThrownBy(() -> other.open("none"));
    }

    @Test
    void aRunWithOtherOptionsIsNotResumed() {
        var run = died(runManager(Map.of("ticketmaster", planFor("AU"))).open("daily"));

        assertThat(obstacle(other)).contains("its options differ from the current settings");
        assertThatExceptionOfType(RunEndedException.class)
                .isThrownBy(() -> other.open(run.id()))
                .withMessageContaining("its options differ");
    }

    @Test
    void aRunIsResumedWithTheOptionsItWasStartedWith() {
        var run =
                died(runManager(Settled.with("tourbus.run.full", "true"), plans).open("daily"));
        assertThat(obstacle(other)).contains("its options differ from the current settings");

        var now = new AtomicReference<>(Settled.with());
        var serve = runManager(
                new RunSettings.Source() {
                    @Override
                    public RunSettings get() {
                        return RunSettings.read(now.get());
                    }

                    @Override
                    public <T> T with(KnownRun died, Supplier<T> work) {
                        assertThat(died.runId()).isEqualTo(run.id());
                        var before = now.getAndSet(Settled.with("tourbus.run.full", "true"));
                        try {
                            return work.get();
                        } finally {
                            now.set(before);
                        }
                    }
                },
                plans);

        assertThat(obstacle(serve)).isEmpty();
        assertThat(serve.open(run.id()).full()).isTrue();
    }

    @Test
    void anOldRunIsNotResumed() {
        died(runManager(plans).open("daily"));

        clock.advance(Duration.ofHours(25));

        assertThat(obstacle(other)).contains("it is older than tourbus.run.resume-hours");
    }

    @Test
    void aRunIsNotResumedAtOnceIfTheSettingForbidsIt() {
        died(runManager(plans).open("daily"));

        assertThat(obstacle(runManager(Settled.with("tourbus.run.resume-died", "false"), plans)))
                .contains("tourbus.run.resume-died is false");
    }

    @Test
    void aRunThatKillsItsProcessIsResumedThreeTimes() {
        var run = died(runManager(plans).open("daily"));
        for (int i = 0; i < 3; i++) {
            assertThat(other.died())
                    .singleElement()
                    .satisfies(found -> assertThat(found.isResumed()).isTrue());
            died(runManager(plans).open(run.id()));
        }

        assertThat(obstacle(other)).contains("it was resumed 3 times, and its process died each time");
        assertThat(runManager(plans).resume("daily").id()).as("on request").isEqualTo(run.id());
    }

    @Test
    void aSuspendedRunHasNotDied() {
        var runManager = runManager(plans);
        runManager.suspend("the time limit is near");
        var run = runManager.open("daily");
        runManager.ended(run, runManager.close(run));

        assertThat(other.died()).isEmpty();
    }

    private static Optional<String> obstacle(RunManager runManager) {
        return runManager.died().get(0).obstacle();
    }
}
