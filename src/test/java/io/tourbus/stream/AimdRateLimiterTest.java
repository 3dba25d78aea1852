package io.tourbus.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AimdRateLimiterTest {
    private long now = 1_000_000;
    private final AimdRateLimiter rateLimiter = new AimdRateLimiter(100, 5_000, () -> now);

    @Test
    void callsAreNotDelayedBeforeThrottling() {
        rateLimiter.onResult(now, 0);

        assertThat(rateLimiter.reserve()).isZero();
        assertThat(rateLimiter.reserve()).isZero();
    }

    @Test
    void callsAfterAThrottledOneAreDelayed() {
        rateLimiter.onResult(now, 1);

        assertThat(rateLimiter.reserve()).isEqualTo(100);
        assertThat(rateLimiter.reserve()).isEqualTo(200);
        now += 150;
        assertThat(rateLimiter.reserve()).isEqualTo(150);
    }

    @Test
    void unusedTimeIsNotAccumulated() {
        rateLimiter.onResult(now, 1);
        now += 10_000;

        assertThat(rateLimiter.reserve()).isZero();
        assertThat(rateLimiter.reserve()).isEqualTo(100);
    }

    @Test
    void continuedThrottlingHalvesTheRateUpToTheMaximumDelay() {
        for (long delay : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
            now += rateLimiter.reserve();
            rateLimiter.onResult(now, 1);
            assertThat(rateLimiter.delay()).isEqualTo(delay);
        }
    }

    @Test
    void callsStartedBeforeADecreaseDoNotDecreaseTheRateAgain() {
        long started = now;
        now += 30;

        rateLimiter.onResult(started, 1);
        rateLimiter.onResult(started, 1);
        now += 20;
        rateLimiter.onResult(started, 1);

        assertThat(rateLimiter.delay()).isEqualTo(100);
    }

    @Test
    void aHotShardDecreasesTheRateLessThanAFullyThrottledStream() {
        rateLimiter.onResult(now, 0.1);
        rateLimiter.onResult(now, 0.1);

        assertThat(rateLimiter.delay()).isCloseTo(105, within(1L));
    }

    @Test
    void eachSecondWithoutThrottlingAddsACallPerSecondUntilTheLimitEnds() {
        throttleDownTo(1_600);

        now += 1_000;
        rateLimiter.onResult(now, 0);
        assertThat(rateLimiter.delay()).isCloseTo(1000 * 10 / 16, within(10L));
        for (int second = 2; second <= 19; second++) {
            now += 1_000;
            rateLimiter.onResult(now, 0);
        }
        assertThat(rateLimiter.delay()).isBetween(50L, 52L);
        now += 1_000;
        rateLimiter.onResult(now, 0);

        assertThat(rateLimiter.delay()).isZero();
        assertThat(rateLimiter.reserve()).isZero();
    }

    @Test
    void theLimitEndsAfterALongTimeWithoutThrottling() {
        throttleDownTo(5_000);
        now += 60_000;

        assertThat(rateLimiter.reserve()).isZero();
        rateLimiter.onResult(now, 0);

        assertThat(rateLimiter.delay()).isZero();
    }

    @Test
    void aMaximumDelayOfZeroDisablesTheLimiter() {
        AimdRateLimiter disabled = new AimdRateLimiter(100, 0, () -> now);

        disabled.onResult(now, 1);

        assertThat(disabled.reserve()).isZero();
        assertThat(disabled.reserve()).isZero();
    }

    private void throttleDownTo(long delay) {
        while (rateLimiter.delay() < delay) {
            rateLimiter.onResult(now, 1);
        }
    }
}
