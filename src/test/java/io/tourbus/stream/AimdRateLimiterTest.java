package io.tourbus.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AimdRateLimiterTest {
    private long now = 1_000_000;
    private final AimdRateLimiter spacing = new AimdRateLimiter(100, 5_000, () -> now);

    @Test
    void callsAreNotSpacedUntilOneIsThrottled() {
        spacing.answered(now, 0);

        assertThat(spacing.takeTurn()).isZero();
        assertThat(spacing.takeTurn()).isZero();
    }

    @Test
    void turnsAfterAThrottledCallAreApartWhoeverTakesThem() {
        spacing.answered(now, 1);

        assertThat(spacing.takeTurn()).isEqualTo(100);
        assertThat(spacing.takeTurn()).isEqualTo(200);
        now += 150;
        assertThat(spacing.takeTurn()).isEqualTo(150);
    }

    @Test
    void aTurnThatNobodyWaitedForIsNotSavedUp() {
        spacing.answered(now, 1);
        now += 10_000;

        assertThat(spacing.takeTurn()).isZero();
        assertThat(spacing.takeTurn()).isEqualTo(100);
    }

    @Test
    void throttlingThatGoesOnHalvesTheRateUntilTheLongestDelay() {
        for (long delay : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
            now += spacing.takeTurn();
            spacing.answered(now, 1);
            assertThat(spacing.delay()).isEqualTo(delay);
        }
    }

    @Test
    void callsUnderWayWhenTheRateWasLoweredDoNotLowerItAgain() {
        long started = now;
        now += 30;

        spacing.answered(started, 1);
        spacing.answered(started, 1);
        now += 20;
        spacing.answered(started, 1);

        assertThat(spacing.delay()).isEqualTo(100);
    }

    @Test
    void oneHotShardOfManySlowsLessThanAStreamThatIsThrottledAltogether() {
        spacing.answered(now, 0.1);
        spacing.answered(now, 0.1);

        assertThat(spacing.delay()).isCloseTo(105, within(1L));
    }

    @Test
    void everySecondWithoutThrottlingAddsOneCallASecondUntilSpacingEnds() {
        throttleDownTo(1_600);

        now += 1_000;
        spacing.answered(now, 0);
        assertThat(spacing.delay()).isCloseTo(1000 * 10 / 16, within(10L));
        for (int second = 2; second <= 19; second++) {
            now += 1_000;
            spacing.answered(now, 0);
        }
        assertThat(spacing.delay()).isBetween(50L, 52L);
        now += 1_000;
        spacing.answered(now, 0);

        assertThat(spacing.delay()).isZero();
        assertThat(spacing.takeTurn()).isZero();
    }

    @Test
    void throttlingOfALongTimeAgoIsForgotten() {
        throttleDownTo(5_000);
        now += 60_000;

        assertThat(spacing.takeTurn()).isZero();
        spacing.answered(now, 0);

        assertThat(spacing.delay()).isZero();
    }

    @Test
    void aLongestDelayOfZeroSpacesNothing() {
        AimdRateLimiter none = new AimdRateLimiter(100, 0, () -> now);

        none.answered(now, 1);

        assertThat(none.takeTurn()).isZero();
        assertThat(none.takeTurn()).isZero();
    }

    private void throttleDownTo(long delay) {
        while (spacing.delay() < delay) {
            spacing.answered(now, 1);
        }
    }
}
