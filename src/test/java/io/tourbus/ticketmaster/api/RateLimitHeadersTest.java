package io.tourbus.ticketmaster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.DailyQuota.Share;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import io.tourbus.ticketmaster.api.TicketmasterResponseReader.RateLimitHeaders;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    private final TestClock clock = new TestClock();
    private final DailyQuota quota = TestState.quota("ticketmaster", clock);
    private final RateLimitHeaders headers = new RateLimitHeaders(quota, clock);

    @Test
    void waitsUntilTheResetInTheHeader() {
        assertThat(headers.untilReset(in(Duration.ofHours(7)))).isEqualTo(Duration.ofHours(7));
        assertThat(headers.untilReset(clock.instant().plusSeconds(3_600).toString()))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void waitsAMinuteIfTheResetIsSlightlyInThePast() {
        assertThat(headers.untilReset(in(Duration.ofSeconds(-2)))).isEqualTo(Duration.ofMinutes(1));
        assertThat(headers.untilReset(in(Duration.ofMinutes(-5)))).isEqualTo(Duration.ofMinutes(1));
        assertThat(headers.untilReset(in(Duration.ofMillis(3)))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void withoutAPlausibleHeaderTheCountedDayApplies() {
        quota.take(new Share("daily", 100));
        clock.advance(Duration.ofHours(20));

        for (var reset : new String[] {null, "soon", "0", in(Duration.ofDays(3)), in(Duration.ofDays(-3))}) {
            assertThat(headers.untilReset(reset)).as("%s", reset).isEqualTo(Duration.ofHours(4));
        }
    }

    @Test
    void withoutAnyRequestWaitsAWholeDay() {
        assertThat(headers.untilReset(null)).isEqualTo(Duration.ofHours(24));
    }

    private String in(Duration time) {
        return String.valueOf(clock.instant().plus(time).toEpochMilli());
    }
}
