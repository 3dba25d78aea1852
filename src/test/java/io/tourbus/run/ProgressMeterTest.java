package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.source.slice.Completeness.FinishedSlice;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.testing.TestState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Percent and activity of a run, from its plan, the run before and the reported totals. */
class ProgressMeterTest extends RunManagerFixture {

    private static final Slice US = slice("US");
    private static final Slice GB = slice("GB");

    private final SlicePlan plan = new SlicePlan() {
        @Override
        public SliceQueue slices(Scope scope) {
            return new SliceQueue(Stream.of(US, GB));
        }

        @Override
        public List<SlicePreview> preview(Scope scope) {
            return List.of(new SlicePreview(US, total -> null), new SlicePreview(GB, total -> null));
        }
    };
    private final RunManager runManager = runManager(Map.of("ticketmaster", plan));

    @Test
    void aPlannedQueryOfUnknownSizeIsExpectedToBeLikeTheOthers() {
        var run = runManager.open("daily");
        assertThat(progress().percent()).isZero();
        assertThat(progress().secondsLeft()).isEqualTo(-1);

        read(run, US, 40);

        assertThat(progress().percent()).isEqualTo(50);
    }

    @Test
    void theSizeOfAQueryIsThatOfThePreviousRun() {
        var before = runManager.open("daily");
        read(before, US, 100);
        read(before, GB, 300);
        end(before);
        var run = runManager.open("daily");

        read(run, US, 100);

        assertThat(progress().percent()).isEqualTo(25);
    }

    @Test
    void thePercentageNeverDecreasesAndEndsAtOneHundred() {
        var run = runManager.open("daily");
        read(run, US, 40);
        assertThat(progress().percent()).isEqualTo(50);

        run.queue("ticketmaster").resume(List.of(new FinishedSlice(GB, 400, 1, 1)), List.of());
        assertThat(progress().percent()).as("many more than expected").isEqualTo(50);

        read(run, slice("GB part"), 40_000);
        assertThat(progress().percent()).as("not finished").isEqualTo(99);

        run.bySource().finished("ticketmaster");
        assertThat(progress().percent()).isEqualTo(100);
        assertThat(progress().activity()).isEqualTo("ticketmaster: finished");
        end(run);
        assertThat(runManager.active()).isEmpty();
    }

    @Test
    void theRateAndTheTimeLeftFollowFromWhatThisProcessReceived() {
        var run = runManager.open("daily");
        read(run, US, 40);

        run.counters("ticketmaster", Entity.VENUES).add(RunCounters.Count.FETCHED, 40);

        assertThat(progress().perSecond()).isPositive();
        assertThat(progress().secondsLeft()).isNotNegative();
        assertThat(runManager.progress()).contains("50.0%", " entities/s", " left; ticketmaster: waiting for slices");
    }

    @Test
    void theActivityNamesTheSliceThePauseOrTheBlock() {
        var pause = new AtomicLong();
        var quota = TestState.quota("ticketmaster", clock);
        var reader = new Reader(plan, quota, new ConcurrencyLimiter(1), pause::get);
        var run = runManager.open("daily");
        var meter = new ProgressMeter(run, Map.of("ticketmaster", reader), List::of, Map::of);

        run.slices("ticketmaster").next();
        assertThat(meter.measure().activity()).isEqualTo("ticketmaster: reading " + US.name());
        pause.set(1_500);
        assertThat(meter.measure().activity()).isEqualTo("ticketmaster: paused for 2 s");
        quota.block("the quota is used up", Duration.ofMinutes(5));
        assertThat(meter.measure().activity())
                .startsWith("ticketmaster: blocked until ")
                .contains("the quota is used up");
    }

    private static Slice slice(String country) {
        return Slice.of(
                new Query("ticketmaster", Entity.VENUES, "venues " + country.substring(0, 2)),
                "reader",
                country,
                Map.of(),
                List.of());
    }

    /** As if the slice had been read completely. */
    private static void read(Run run, Slice slice, long entities) {
        run.queue("ticketmaster").resume(List.of(new FinishedSlice(slice, entities, entities, entities)), List.of());
    }

    private RunProgress progress() {
        return runManager.active().get(0);
    }

    private void end(Run run) {
        assertThat(run.slices("ticketmaster").hasNext()).isFalse();
        run.bySource().finished("ticketmaster");
        runManager.ended(run, runManager.close(run));
    }
}
