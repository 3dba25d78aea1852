package io.tourbus.ticketmaster.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.ticketmaster.window.Forecast.EventHistory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventHistoryTest {

    private static final int DAY = 48;

    private final double[] events = new double[100 * DAY];

    @Test
    void anEmptyHistoryIsUnknown() {
        assertThat(new EventHistory(events).known()).isZero();
    }

    @Test
    void aCompleteRunIsKnownCompletely() {
        Arrays.fill(events, 2);

        assertThat(new EventHistory(events).known()).isEqualTo(events.length);
    }

    @Test
    void theRestOfAnIncompleteRunIsUnknown() {
        Arrays.fill(events, 0, 40 * DAY, 2);
        events[90 * DAY] = 3;
        var history = new EventHistory(events);

        assertThat(history.known()).isBetween(40 * DAY, 51 * DAY);
        assertThat(history.has(20 * DAY)).isTrue();
        assertThat(history.has(60 * DAY)).isFalse();
        assertThat(history.count(60 * DAY)).isNaN();
        assertThat(history.sum(0, events.length)).isEqualTo(2 * 40 * DAY + 3);
    }

    @Test
    void theLastDayOfTheHorizonIsUnknown() {
        Arrays.fill(events, 0, 99 * DAY, 2);

        assertThat(new EventHistory(events).has(99 * DAY)).isFalse();
    }

    @Test
    void aGapBetweenFewEventsIsKnown() {
        for (int day = 0; day < 100; day += 9) {
            events[day * DAY] = 1;
        }

        assertThat(new EventHistory(events).known()).isEqualTo(events.length);
    }

    @Test
    void aGapOfTwoDaysIsKnown() {
        Arrays.fill(events, 2);
        Arrays.fill(events, 30 * DAY, 32 * DAY, 0);

        assertThat(new EventHistory(events).has(31 * DAY)).isTrue();
    }
}
