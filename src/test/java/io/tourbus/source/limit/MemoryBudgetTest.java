package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slices that hold responses. */
@Timeout(60)
class MemoryBudgetTest {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofSeconds(50);

    private final MemoryBudget budget = new MemoryBudget(100);

    @Test
    void aSliceWaitsUntilAnotherEnds() throws InterruptedException {
        assertThat(budget.take("A", 60, SOON)).isTrue();
        assertThat(budget.take("B", 40, SOON)).isTrue();
        assertThat(budget.take("C", 60, SOON)).as("one may exceed the budget").isTrue();
        assertThat(budget.take("D", 1, SOON)).isFalse();

        var waiting = CompletableFuture.supplyAsync(() -> take("D", 60));
        budget.release("B");
        assertThat(budget.take("E", 60, SOON)).as("C still exceeds it").isFalse();
        assertThat(waiting).isNotDone();
        budget.release("A");

        await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(true));
        assertThat(budget.held("D")).isEqualTo(60);
    }

    @Test
    void slicesThatHoldMemoryDoNotWaitForEachOtherForever() throws InterruptedException {
        budget.take("A", 50, SOON);
        budget.take("B", 50, SOON);

        assertThat(budget.take("A", 50, SOON)).isTrue();
        assertThat(budget.take("A", 50, SOON)).as("it may go on").isTrue();
        var waiting = CompletableFuture.supplyAsync(() -> take("B", 50));
        budget.release("A");

        await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(true));
    }

    @Test
    void whatIsGivenBackIsFree() throws InterruptedException {
        budget.take("A", 90, SOON);
        budget.giveBack("A", 80);
        assertThat(budget.held("A")).isEqualTo(10);

        assertThat(budget.take("B", 90, SOON)).isTrue();
        budget.release("A");
        budget.release("A");
        budget.release("B");
        assertThat(budget.take("C", 100, SOON)).isTrue();
        assertThat(budget.take("D", 1, SOON)).isTrue();
        assertThat(budget.take("E", 1, SOON)).isFalse();
    }

    private boolean take(String slice, long bytes) {
        try {
            return budget.take(slice, bytes, LATER);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
