package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseGateTest {

    private final TestClock clock = new TestClock();
    private final PauseGate gate = new PauseGate(clock::nanoTime);

    @Test
    void isOpenAtFirst() {
        assertThat(gate.remainingMillis()).isZero();
    }

    @Test
    void isClosedForTheWholePause() {
        gate.closeFor(Duration.ofSeconds(3));

        clock.advance(Duration.ofMillis(2_999));
        assertThat(gate.remainingMillis()).isPositive();

        clock.advance(Duration.ofMillis(1));
        assertThat(gate.remainingMillis()).isZero();
    }

    @Test
    void roundsTheRemainingTimeUp() {
        gate.closeFor(Duration.ofSeconds(3));

        assertThat(gate.remainingMillis()).isGreaterThanOrEqualTo(3_000);
    }

    @Test
    void aShorterPauseDoesNotEndALongerOne() {
        gate.closeFor(Duration.ofSeconds(30));
        gate.closeFor(Duration.ofSeconds(1));

        assertThat(gate.remainingMillis()).isGreaterThanOrEqualTo(30_000);
    }
}
