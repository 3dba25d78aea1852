package io.tourbus.ticketmaster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.DailyQuota.Share;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    private final TestClock clock = new TestClock();
    private final DailyQuota quota = TestState.quota("ticketmaster", clock);
    private final RateLimitHeaders allowance = new RateLimitHeaders(quota, clock);

    @Test
    void theDayLastsAsLongAsTheAnswerTells() {
        assertThat(allowance.untilReset(in(Duration.ofHours(7)))).isEqualTo(Duration.ofHours(7));
        assertThat(allowance.untilReset(clock.instant().plusSeconds(3_600).toString()))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anEndThatIsJustPastIsThatOfAClockThatDiffers() {
        assertThat(allowance.untilReset(in(Duration.ofSeconds(-2)))).isEqualTo(Duration.ofMinutes(1));
        assertThat(allowance.untilReset(in(Duration.ofMinutes(-5)))).isEqualTo(Duration.ofMinutes(1));
        assertThat(allowance.untilReset(in(Duration.ofMillis(3)))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whereTheAnswerTellsNothingOfUseTheDayThatWasCountedIsTheOneThatEnds() {
        quota.take(new Share("daily", 100));
        clock.advance(Duration.ofHours(20));

        for (var told : new String[] {null, "soon", "0", in(Duration.ofDays(3)), in(Duration.ofDays(-3))}) {
            assertThat(allowance.untilReset(told)).as("%s", told).isEqualTo(Duration.ofHours(4));
        }
    }

    @Test
    void whereNothingIsKnownItMayLastAWholeDay() {
        assertThat(allowance.untilReset(null)).isEqualTo(Duration.ofHours(24));
    }

    private String in(Duration time) {
        return String.valueOf(clock.instant().plus(time).toEpochMilli());
    }
}
