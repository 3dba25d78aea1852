package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdaptiveRateLimiterTest {

    private final AtomicLong throttle = new AtomicLong(200);
    private final AdaptiveRateLimiter pace = new AdaptiveRateLimiter("ticketmaster", throttle::get, throttle::set);

    @Test
    void aSourceThatWasAskedTooFastIsAskedSlowerButNeverFourTimesSlower() {
        pace.onThrottled();
        assertThat(pace.millis()).isEqualTo(250);

        for (int i = 0; i < 20; i++) {
            pace.onThrottled();
        }
        assertThat(pace.millis()).isEqualTo(800);
    }

    @Test
    void whileAllGoesWellItEasesBackToTheUsual() {
        pace.onThrottled();
        pace.onThrottled();

        answers(99);
        assertThat(pace.millis()).isEqualTo(313);
        answers(1);
        assertThat(pace.millis()).isEqualTo(250);
        answers(1_000);
        assertThat(pace.millis()).isEqualTo(200);
    }

    @Test
    void whoeverSetsTheThrottleByHandMeanwhileHasTheLastWord() {
        pace.onThrottled();
        throttle.set(1_000);

        answers(1_000);

        assertThat(pace.millis()).isEqualTo(1_000);
        pace.onThrottled();
        assertThat(pace.millis()).isEqualTo(1_250);
    }

    private void answers(int count) {
        for (int i = 0; i < count; i++) {
            pace.onSuccess();
        }
    }
}
