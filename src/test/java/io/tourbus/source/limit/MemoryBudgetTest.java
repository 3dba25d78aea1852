package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tourbus.source.error.StoppedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slices that hold responses. */
@Timeout(60)
class MemoryBudgetTest {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofSeconds(50);

    private final MemoryBudget budget = new MemoryBudget(100);
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    void aSliceWaitsUntilAnotherEnds() {
        assertThat(take("A", 60, SOON)).isTrue();
        assertThat(take("B", 40, SOON)).isTrue();
        assertThat(take("C", 60, SOON)).as("one may exceed the budget").isTrue();
        assertThat(take("D", 1, SOON)).isFalse();

        var waiting = CompletableFuture.supplyAsync(() -> take("D", 60));
        budget.release("B");
        assertThat(take("E", 60, SOON)).as("C still exceeds it").isFalse();
        assertThat(waiting).isNotDone();
        budget.release("A");

        await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(true));
        assertThat(budget.held("D")).isEqualTo(60);
    }

    @Test
    void slicesThatHoldMemoryDoNotWaitForEachOtherForever() {
        take("A", 50, SOON);
        take("B", 50, SOON);

        assertThat(take("A", 50, SOON)).isTrue();
        assertThat(take("A", 50, SOON)).as("it may go on").isTrue();
        var waiting = CompletableFuture.supplyAsync(() -> take("B", 50));
        budget.release("A");

        await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(true));
    }

    @Test
    void whatIsGivenBackIsFree() {
        take("A", 90, SOON);
        budget.giveBack("A", 80);
        assertThat(budget.held("A")).isEqualTo(10);

        assertThat(take("B", 90, SOON)).isTrue();
        budget.release("A");
        budget.release("A");
        budget.release("B");
        assertThat(take("C", 100, SOON)).isTrue();
        assertThat(take("D", 1, SOON)).isTrue();
        assertThat(take("E", 1, SOON)).isFalse();
    }

    @Test
    void aSliceOfAStoppedRunDoesNotWait() {
        take("A", 100);
        take("B", 1);
        var waiting = CompletableFuture.supplyAsync(() -> take("C", 1));

        stopped.set(true);

        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(StoppedException.class);
    }

    private boolean take(String slice, long bytes) {
        return take(slice, bytes, LATER);
    }

    private boolean take(String slice, long bytes, Duration time) {
        try {
            return budget.take(slice, bytes, time, stopped::get);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
