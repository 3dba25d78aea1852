package io.tourbus.state.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.StoreTest;
import io.tourbus.state.limit.QuotaUsage.QuotaDay;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaUsageTest extends StoreTest {

    private static final Duration DAY = Duration.ofHours(24);

    private final Instant start = clock.instant();

    @Test
    void aDayBeginsWithItsFirstRequest() {
        assertThat(state.usage().count("ticketmaster", "daily", start, day -> {}))
                .isEqualTo(new QuotaDay(start.plus(DAY), Map.of("daily", 1L)));
    }

    @Test
    void requestsAreCountedByJob() {
        state.usage().count("ticketmaster", "daily", start, day -> {});
        state.usage().count("ticketmaster", "hourly", start.plusSeconds(1), day -> {});
        state.usage().count("ticketmaster", "daily", start.plusSeconds(2), day -> {});
        state.usage().count("spotify", "daily", start, day -> {});

        assertThat(state.usage().day("ticketmaster", start.plusSeconds(3)))
                .isEqualTo(new QuotaDay(start.plus(DAY), Map.of("daily", 2L, "hourly", 1L)));
    }

    @Test
    void aDayWithoutRequestsIsUnused() {
        assertThat(state.usage().day("ticketmaster", start)).isEqualTo(new QuotaDay(start.plus(DAY), Map.of()));
    }

    @Test
    void aRequestAfterTheEndBeginsANewDay() {
        state.usage().count("ticketmaster", "daily", start, day -> {});
        var next = start.plus(DAY);

        assertThat(state.usage().day("ticketmaster", next).used()).isZero();
        assertThat(state.usage().count("ticketmaster", "daily", next, day -> {}))
                .isEqualTo(new QuotaDay(next.plus(DAY), Map.of("daily", 1L)));
    }

    @ParameterizedTest
    @CsvSource({"2, 10, 10, 8", "2, 2, 2, 0", "2, 1, 2, 0", "0, 7, 7, 7", "0, 0, 0, 0"})
    void onlyAHigherCountOfTheSourceIsAdopted(int counted, long reported, long used, long elsewhere) {
        for (var i = 0; i < counted; i++) {
            state.usage().count("ticketmaster", "daily", start, day -> {});
        }

        state.usage().correct("ticketmaster", start.plus(DAY), reported, start);

        var day = state.usage().day("ticketmaster", start);
        assertThat(day.used()).isEqualTo(used);
        assertThat(day.byJob().getOrDefault(QuotaDay.ELSEWHERE, 0L)).isEqualTo(elsewhere);
    }

    @Test
    void theDayEndsWhenTheSourceReports() {
        state.usage().count("ticketmaster", "daily", start, day -> {});
        var midnight = start.plus(Duration.ofHours(3));

        state.usage().correct("ticketmaster", midnight, 1, start);

        assertThat(state.usage()
                        .count("ticketmaster", "daily", start.plusSeconds(1), day -> {})
                        .ends())
                .isEqualTo(midnight);
        assertThat(state.usage().day("ticketmaster", midnight).used()).isZero();
    }

    @Test
    void aResetByASourceWhoseClockIsAheadBeginsANewDay() {
        state.usage().count("ticketmaster", "daily", start, day -> {});
        state.usage().count("ticketmaster", "daily", start, day -> {});
        var justBeforeTheEnd = start.plus(DAY).minusSeconds(1);

        state.usage().correct("ticketmaster", start.plus(DAY.multipliedBy(2)), 1, justBeforeTheEnd);

        assertThat(state.usage().day("ticketmaster", justBeforeTheEnd))
                .isEqualTo(new QuotaDay(start.plus(DAY.multipliedBy(2)), Map.of(QuotaDay.ELSEWHERE, 1L)));
    }

    @Test
    void eightThreadsCountExactly() throws Exception {
        byEightThreads(() -> {
            for (var i = 0; i < 50; i++) {
                state.usage().count("ticketmaster", "daily", start, day -> {});
            }
            return null;
        });

        assertThat(state.usage().day("ticketmaster", start).used()).isEqualTo(400);
    }
}
