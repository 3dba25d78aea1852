package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryAfterPolicyTest {

    private final TestClock clock = new TestClock();
    private final RequestPacer pacer = TestState.pacer();
    private final DailyQuota quota = TestState.quota("spotify", clock);
    private final RetryAfterPolicy policy = new RetryAfterPolicy(pacer, clock, () -> Duration.ofSeconds(60), quota);

    @Test
    void pausesAllRequestsForTheRequestedTime() {
        var refusal = policy.onThrottled(refusal(429), "3");

        assertThat(refusal)
                .isInstanceOf(SourceException.Unavailable.class)
                .hasMessageContaining("the requested pause is 3 s");
        assertThat(pacer.pauseMillis()).isBetween(1L, 3_001L);
    }

    @Test
    void blocksTheSourceInsteadOfWaitingForADay() {
        var refusal = policy.onThrottled(refusal(429), "86400");

        assertThat(refusal)
                .isInstanceOf(SourceException.Blocked.class)
                .hasMessageContaining("86400 s")
                .hasMessageContaining("tourbus.retry.max-wait-seconds");
        assertThat(quota.block())
                .hasValueSatisfying(block ->
                        assertThat(block.until()).isEqualTo(clock.instant().plusSeconds(86_400)));
        assertThat(pacer.pauseMillis()).isZero();
    }

    @Test
    void doesNotPauseWithoutAValidHeader() {
        assertThat(policy.onThrottled(refusal(503), null)).isInstanceOf(SourceException.Unavailable.class);
        assertThat(policy.onThrottled(refusal(503), "soon")).isInstanceOf(SourceException.Unavailable.class);
        assertThat(pacer.pauseMillis()).isZero();
    }

    private static Refusal refusal(int status) {
        return new Refusal("Spotify", status, "", "", "/search?q=jazz");
    }
}
