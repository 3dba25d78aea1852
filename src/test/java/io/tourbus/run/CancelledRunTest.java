package io.tourbus.run;

import static io.tourbus.run.RunReport.Status.CANCELLED;
import static io.tourbus.run.RunReport.Status.COMPLETE;
import static io.tourbus.run.RunReport.Status.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tourbus.model.Entity;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.source.error.StoppedException;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.state.RunRepository.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs that are cancelled, and the next run of their job. */
class CancelledRunTest extends RunManagerFixture {

    private static final Query VENUES = new Query("ticketmaster", Entity.VENUES, "venues");

    private final RunManager runManager = runManager(Map.of("ticketmaster", (SlicePlan) scope -> new SliceQueue(
            IntStream.range(0, 3).mapToObj(i -> Slice.of(VENUES, "reader", "part" + i, Map.of(), List.of())))));

    @Test
    void aCancelledRunFinishesWhatIsInProgressAndSaysWhoCancelledIt() {
        var run = runManager.open("daily");
        var inProgress = run.slices("ticketmaster").next();

        runManager.cancel(run.id(), "page");

        assertThat(status(run)).isEqualTo("stopping");
        assertThat(runManager.active()).extracting(RunProgress::status).containsExactly("stopping");
        assertThat(run.open("ticketmaster")).isFalse();
        run.bySource().ended(inProgress);
        var report = end(run);
        assertThat(report.status()).isEqualTo(CANCELLED);
        assertThat(report.cancelled().by()).isEqualTo("page");
        assertThat(report.notes())
                .containsExactly("ticketmaster: cancelled by page at "
                        + report.cancelled().at());
        assertThat(RunReport.read(report.json())).isEqualTo(report);
        assertThat(status(run)).isEqualTo("cancelled");
        assertThat(new GapTracker(gaps.gaps()).findAll())
                .as("the run may be resumed")
                .isEmpty();
        assertThat(state.runLocks().holder("daily")).isEmpty();
    }

    @Test
    void aSliceThatGivesUpItsRequestDoesNotFail() {
        for (var stop : List.<Consumer<Run>>of(run -> runManager.cancel(run.id(), "page"), run -> runManager.end())) {
            var run = runManager.open("daily");
            var inProgress = run.slices("ticketmaster").next();
            stop.accept(run);

            new RunRecorder().failed(run, inProgress, null, null, null, new StoppedException());
            run.bySource().ended(inProgress);

            var report = end(run);
            assertThat(report.status()).isEqualTo(run.cancellation().isPresent() ? CANCELLED : PARTIAL);
            assertThat(report.notes()).containsExactly("ticketmaster: " + run.closeReason("ticketmaster"));
            clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void aSecondCancellationDoesNotReplaceTheFirstOne() {
        var run = runManager.open("daily");
        runManager.cancel(run.id(), "page");

        assertThat(runManager
                        .cancel(run.id(), "JMX")
                        .cancellation()
                        .orElseThrow()
                        .by())
                .isEqualTo("page");

        assertThat(end(run).cancelled().by()).isEqualTo("page");
        assertThat(runManager.cancel(run.id(), "JMX").status()).isEqualTo("cancelled");
    }

    @Test
    void onlyARequestResumesACancelledRun() {
        var run = runManager.open("daily");
        runManager.cancel(run.id(), "page");
        end(run);

        assertThat(runManager.unfinished())
                .singleElement()
                .satisfies(found -> assertThat(found.runId()).isEqualTo(run.id()));
        var resumed = runManager.resume("daily");
        assertThat(resumed.id()).isEqualTo(run.id());
        assertThat(status(resumed)).isEqualTo("running");
        runManager.cancel(resumed.id(), "page");
        end(resumed);
        clock.advance(Duration.ofMinutes(1));
        var next = runManager.open("daily");

        assertThat(next.id()).isNotEqualTo(run.id());
        assertThat(next.notes()).isEmpty();
        assertThat(status(run)).isEqualTo("cancelled");
        end(next);
        assertThat(runManager.unfinished()).isEmpty();
    }

    @Test
    void aRunWhoseProcessDiedWhileItStoppedStaysCancelled() {
        var run = runManager.open("daily");
        runManager.cancel(run.id(), "page");
        died(run);

        assertThat(status(run)).isEqualTo("cancelled");
        assertThat(runManager(Map.of("ticketmaster", this::nothing))
                        .open("daily")
                        .id())
                .isNotEqualTo(run.id());
    }

    @Test
    void aRunThatAnotherProcessCancelsStopsWhenItsLockIsRenewed() {
        var run = runManager.open("daily");
        var other = runManager(Map.of("ticketmaster", this::nothing));

        other.cancel(run.id(), "command line");
        assertThat(run.open("ticketmaster")).isTrue();
        runManager.renew();

        assertThat(run.open("ticketmaster")).isFalse();
        assertThat(end(run).cancelled().by()).isEqualTo("command line");
    }

    @Test
    void aRunWithNothingLeftToReadIsComplete() {
        var idle = runManager(Map.of("ticketmaster", this::nothing));
        var run = idle.open("daily");
        idle.cancel(run.id(), "page");

        var report = idle.close(run);
        idle.ended(run, report);

        assertThat(report.status()).isEqualTo(COMPLETE);
        assertThat(idle.unfinished()).isEmpty();
    }

    @Test
    void aRunThatHasEndedOrDoesNotExistCannotBeCancelled() {
        var run = runManager.open("daily");
        runManager.end();
        assertThat(status(run)).isEqualTo("stopping");
        end(run);

        assertThatExceptionOfType(RunEndedException.class)
                .isThrownBy(() -> runManager.cancel(run.id(), "page"))
                .withMessage("Run %s has ended already: partial.", run.id());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runManager.cancel("none", "page"))
                .withMessageContaining("none");
        assertThat(state.runs().find(run.id()).orElseThrow().cancellation().map(Cancellation::by))
                .isEmpty();
    }

    private RunReport end(Run run) {
        run.queue("ticketmaster").settle(run.closeReason("ticketmaster"));
        var report = runManager.close(run);
        runManager.ended(run, report);
        return report;
    }

    private String status(Run run) {
        return state.runs().find(run.id()).orElseThrow().status();
    }
}
