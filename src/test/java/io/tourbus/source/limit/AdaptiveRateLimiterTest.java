package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdaptiveRateLimiterTest {

    private final AtomicLong throttle = new AtomicLong(200);
    private final AdaptiveRateLimiter limiter = new AdaptiveRateLimiter("ticketmaster", throttle::get, throttle::set);

    @Test
    void theIntervalGrowsWhenThrottledToAtMostFourTimes() {
        limiter.onThrottled();
        assertThat(limiter.millis()).isEqualTo(250);

        for (int i = 0; i < 20; i++) {
            limiter.onThrottled();
        }
        assertThat(limiter.millis()).isEqualTo(800);
    }

    @Test
    void theIntervalShrinksToTheConfiguredOneWhileRequestsSucceed() {
        limiter.onThrottled();
        limiter.onThrottled();

        succeed(99);
        assertThat(limiter.millis()).isEqualTo(313);
        succeed(1);
        assertThat(limiter.millis()).isEqualTo(250);
        succeed(1_000);
        assertThat(limiter.millis()).isEqualTo(200);
    }

    @Test
    void anIntervalThatIsSetInTheMeantimeIsKept() {
        limiter.onThrottled();
        throttle.set(1_000);

        succeed(1_000);

        assertThat(limiter.millis()).isEqualTo(1_000);
        limiter.onThrottled();
        assertThat(limiter.millis()).isEqualTo(1_250);
    }

    private void succeed(int count) {
        for (int i = 0; i < count; i++) {
            limiter.onSuccess();
        }
    }
}
