package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunLocksTest extends StoreTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration OVER = Duration.ofSeconds(-1);

    @Test
    void theSecondProcessLearnsTheHolder() {
        assertThat(state.runLocks().take("daily", "a", LEASE)).isEmpty();
        assertThat(state.runLocks().take("daily", "b", LEASE)).contains("a");
        assertThat(state.runLocks().take("hourly", "b", LEASE)).isEmpty();
    }

    @Test
    void anExpiredLockCanBeTaken() {
        state.runLocks().take("daily", "a", OVER);

        assertThat(state.runLocks().take("daily", "b", LEASE)).isEmpty();
        assertThat(state.runLocks().renew("daily", "a", LEASE)).isFalse();
    }

    @Test
    void aRenewedLockIsKept() {
        state.runLocks().take("daily", "a", OVER);

        assertThat(state.runLocks().renew("daily", "a", LEASE)).isTrue();
        assertThat(state.runLocks().take("daily", "b", LEASE)).contains("a");
    }

    @Test
    void onlyTheHolderReleasesALock() {
        state.runLocks().take("daily", "a", LEASE);
        state.runLocks().release("daily", "b");
        assertThat(state.runLocks().take("daily", "b", LEASE)).contains("a");

        state.runLocks().release("daily", "a");
        assertThat(state.runLocks().take("daily", "b", LEASE)).isEmpty();
    }

    @Test
    void onlyOneOfManyProcessesTakesALock() throws Exception {
        var number = new AtomicInteger();
        var taken = new AtomicInteger();

        byEightThreads(() -> {
            if (state.runLocks()
                    .take("daily", "h" + number.incrementAndGet(), LEASE)
                    .isEmpty()) {
                taken.incrementAndGet();
            }
            return null;
        });

        assertThat(taken).hasValue(1);
    }
}
