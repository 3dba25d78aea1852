package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunLocksTest extends StoreTest {

    private final Instant now = clock.instant();
    private final Instant later = now.plusSeconds(30);

    @Test
    void whoComesSecondIsToldWhoHoldsIt() {
        assertThat(state.runLocks().take("daily", "a", now, later)).isEmpty();
        assertThat(state.runLocks().take("daily", "b", now, later)).contains("a");
        assertThat(state.runLocks().take("hourly", "b", now, later)).isEmpty();
    }

    @Test
    void aLockEndsWithItsHolder() {
        state.runLocks().take("daily", "a", now, later);

        assertThat(state.runLocks().take("daily", "b", later, later.plusSeconds(30)))
                .isEmpty();
        assertThat(state.runLocks().renew("daily", "a", later.plusSeconds(60))).isFalse();
    }

    @Test
    void aHolderWhoStillRunsKeepsIt() {
        state.runLocks().take("daily", "a", now, later);

        assertThat(state.runLocks().renew("daily", "a", later.plusSeconds(30))).isTrue();
        assertThat(state.runLocks().take("daily", "b", later, later.plusSeconds(30)))
                .contains("a");
    }

    @Test
    void onlyTheHolderGivesItBack() {
        state.runLocks().take("daily", "a", now, later);
        state.runLocks().release("daily", "b");
        assertThat(state.runLocks().take("daily", "b", now, later)).contains("a");

        state.runLocks().release("daily", "a");
        assertThat(state.runLocks().take("daily", "b", now, later)).isEmpty();
    }

    @Test
    void oneOfManyGetsIt() throws Exception {
        var number = new AtomicInteger();
        var taken = new AtomicInteger();

        byEightThreads(() -> {
            if (state.runLocks()
                    .take("daily", "h" + number.incrementAndGet(), now, later)
                    .isEmpty()) {
                taken.incrementAndGet();
            }
            return null;
        });

        assertThat(taken).hasValue(1);
    }
}
