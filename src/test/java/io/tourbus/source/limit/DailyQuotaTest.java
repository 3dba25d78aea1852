package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.source.error.SourceException;
import io.tourbus.source.limit.DailyQuota.Share;
import io.tourbus.state.State;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DailyQuotaTest {

    private static final Share DAILY = new Share("daily", 100);
    private static final Share HOURLY = new Share("hourly", 20);

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final DailyQuota quota = new DailyQuota("ticketmaster", 10, state.usage(), state.blocks(), clock);

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void theDailyLimitAppliesUntilTheDayEnds() {
        take(DAILY, 10);

        assertRefused(DAILY, "the 10 requests of tourbus.ticketmaster.requests-per-day are used up");

        clock.advance(Duration.ofHours(24));
        take(DAILY, 1);
        assertThat(quota.today().used()).isEqualTo(1);
    }

    @Test
    void aJobUsesAtMostItsShare() {
        take(HOURLY, 2);

        assertRefused(HOURLY, "the 2 requests per day of hourly are used up (tourbus.jobs.hourly.share-percent)");
        assertThat(quota.refusal(DAILY)).isEmpty();
        take(DAILY, 8);
    }

    @Test
    void aShareIsAtLeastOneRequest() {
        quota.setPerDay(4);

        take(HOURLY, 1);

        assertRefused(HOURLY, "the 1 requests per day of hourly are used up");
    }

    @Test
    void concurrentRequestsDoNotExceedTheLimit() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        Callable<Boolean> request = () -> {
            try {
                quota.take(DAILY);
                return true;
            } catch (SourceException.Blocked e) {
                return false;
            }
        };

        var taken = threads
                .invokeAll(IntStream.range(0, 40).mapToObj(i -> request).toList())
                .stream()
                .filter(result -> {
                    try {
                        return result.get();
                    } catch (InterruptedException | ExecutionException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .count();

        threads.shutdown();
        assertThat(taken).isEqualTo(10);
        assertThat(quota.today().used()).isEqualTo(10);
    }

    @Test
    void requestsOfOtherProgramsCount() {
        take(DAILY, 1);

        quota.synchronize(5_000, 4_993, clock.instant().plus(Duration.ofHours(3)));

        assertThat(quota.today().used()).isEqualTo(7);
        take(DAILY, 3);
        assertThat(quota.refusal(DAILY)).isPresent();
    }

    @Test
    void aBlockedSourceRefusesRequestsUntilTheBlockEnds() {
        clock.advance(Duration.ofMillis(400));

        var until = quota.block("quota used up", Duration.ofSeconds(10)).until();

        assertThat(until)
                .isAfterOrEqualTo(clock.instant().plusSeconds(10))
                .isBefore(clock.instant().plusSeconds(11));
        assertRefused(DAILY, "quota used up");
        assertThat(quota.today().used()).isZero();
        clock.advance(Duration.ofSeconds(11));
        take(DAILY, 1);
    }

    @Test
    void zeroMeansNoLimit() {
        quota.setPerDay(0);

        take(HOURLY, 30);

        assertThat(quota.refusal(HOURLY)).isEmpty();
    }

    private void take(Share share, int requests) {
        for (int i = 0; i < requests; i++) {
            quota.take(share);
        }
    }

    private void assertRefused(Share share, String reason) {
        assertThatExceptionOfType(SourceException.Blocked.class)
                .isThrownBy(() -> quota.take(share))
                .withMessageContaining(reason);
    }
}
