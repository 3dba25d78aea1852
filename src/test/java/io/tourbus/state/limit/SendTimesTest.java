package io.tourbus.state.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendTimesTest {

    private static final long SECOND = 1_000_000;
    private static final long NOW = 1_000 * SECOND;

    private final Random random = new Random(1);

    @ParameterizedTest
    @ValueSource(
            longs = {1_000, 2_000, 20_000, 150_000, 200_000, 207_000, 333_000, 334_000, 500_000, 1_000_000, 60_000_000})
    void noSecondHasMoreRequestsThanAllowedHoweverLateTheyAreInTheirLease(long period) {
        List<Long> sent = new ArrayList<>();
        var times = SendTimes.NONE;
        var now = NOW;
        for (int i = 0; i < 3_000; i++) {
            now += random.nextInt(4) == 0 ? random.nextLong(period * 2) : 0;
            times = times.reserve(now, period, random.nextInt(5) == 0 ? random.nextLong(SECOND) : 0, 0);
            var earliest = Math.max(now, times.slot());
            sent.add(earliest + random.nextLong(times.slot() + times.lease() - earliest + 1));
        }

        sent.sort(null);
        var allowed = (int) ((SECOND + period - 1) / period);
        for (int i = allowed; i < sent.size(); i++) {
            assertThat(sent.get(i) - sent.get(i - allowed)).isGreaterThanOrEqualTo(SECOND);
        }
    }

    @Test
    void theDefaultIntervalsAreKept() {
        assertThat(SendTimes.spacing(207_000)).isEqualTo(207_000);
        assertThat(SendTimes.spacing(334_000)).isLessThan(339_000);
    }

    @Test
    void aRequestAfterAWhileDoesNotWait() {
        var times = SendTimes.NONE.reserve(NOW, 207_000, 0, 0).reserve(NOW + 10 * SECOND, 207_000, 0, 0);

        assertThat(times.delay()).isNotPositive();
    }

    @Test
    void aLateRequestReturnsItsSlotUnlessAnotherOneWasGrantedSince() {
        var first = SendTimes.NONE.reserve(NOW, 207_000, 0, 0);
        var late = first.slot() + 60_000;

        assertThat(first.reserve(late, 207_000, 0, first.slot()).delay()).isNotPositive();
        var second = first.reserve(NOW, 207_000, 0, 0);
        assertThat(second.reserve(late, 207_000, 0, first.slot()).slot()).isEqualTo(second.next());
    }

    @Test
    void theLongerOfTwoIntervalsAppliesToBothUntilItsProcessHasSentNothingForTenSeconds() {
        var slow = SendTimes.NONE.reserve(NOW, 800_000, 0, 0);

        var fast = slow.reserve(NOW, 207_000, 0, 0).reserve(NOW, 207_000, 0, 0);
        assertThat(fast.slot() - NOW).isBetween(1_500_000L, 1_700_000L);

        var later = slow.reserve(NOW + 11 * SECOND, 207_000, 0, 0).reserve(NOW + 11 * SECOND, 207_000, 0, 0);
        assertThat(later.delay()).isBetween(190_000L, 207_000L);
    }

    @Test
    void nothingIsSentDuringAPause() {
        var paused = SendTimes.NONE
                .reserve(NOW, 207_000, 0, 0)
                .pause(NOW, 3 * SECOND)
                .pause(NOW, SECOND);

        assertThat(paused.pause(NOW + SECOND)).isEqualTo(2 * SECOND);
        assertThat(paused.pause(NOW + 3 * SECOND)).isZero();
        assertThat(paused.reserve(NOW + SECOND, 207_000, 0, 0).slot()).isEqualTo(NOW + 3 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3_600, 86_400, 365 * 86_400})
    void noWaitGetsLongerIfTheClockIsSetBack(long seconds) {
        var now = (seconds + 1_000) * SECOND;
        var paused = SendTimes.NONE.reserve(now, 207_000, 0, 0).pause(now, 3 * SECOND);
        var before = now - seconds * SECOND;

        assertThat(paused.pause(before)).isEqualTo(3 * SECOND);
        assertThat(paused.reserve(before, 207_000, 0, 0).delay()).isEqualTo(3 * SECOND);
        var sending = SendTimes.NONE.reserve(now, 207_000, 0, 0);
        assertThat(sending.reserve(before, 207_000, 0, 0).delay()).isBetween(190_000L, 207_000L);
    }

    @Test
    void timesThatNoProcessCanHaveWrittenAreIgnored() {
        var huge = Long.MAX_VALUE / 4;
        for (var wrong : List.of(
                new SendTimes(NOW, NOW, 0, huge, 0, 0, 0),
                new SendTimes(NOW, NOW, 0, 0, huge, huge, 0),
                new SendTimes(NOW, NOW, 0, 0, 0, 0, huge))) {
            assertThat(wrong.reserve(NOW, 207_000, 0, 0).delay()).isNotPositive();
        }
    }
}
