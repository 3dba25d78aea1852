package io.tourbus.ticketmaster.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventHistoryTest {

    private static final int DAY = 48;

    private final double[] events = new double[100 * DAY];

    @Test
    void nothingIsKnownWhereNothingIsRemembered() {
        assertThat(new EventHistory(events).known()).isZero();
    }

    @Test
    void whatWasReadToTheEndIsKnownToTheEnd() {
        Arrays.fill(events, 2);

        assertThat(new EventHistory(events).known()).isEqualTo(events.length);
    }

    @Test
    void whereACrawlCameToAnEndNothingIsKnownOfTheRest() {
        Arrays.fill(events, 0, 40 * DAY, 2);
        events[90 * DAY] = 3;
        var memory = new EventHistory(events);

        assertThat(memory.known()).isBetween(40 * DAY, 51 * DAY);
        assertThat(memory.has(20 * DAY)).isTrue();
        assertThat(memory.has(60 * DAY)).isFalse();
        assertThat(memory.count(60 * DAY)).isNaN();
        assertThat(memory.sum(0, events.length)).isEqualTo(2 * 40 * DAY + 3);
    }

    @Test
    void ofTheNewestDayOfTheHorizonNothingIsKnown() {
        Arrays.fill(events, 0, 99 * DAY, 2);

        assertThat(new EventHistory(events).has(99 * DAY)).isFalse();
    }

    @Test
    void aStretchWithoutEventsIsKnownWhereThereAreFewBesideIt() {
        for (int day = 0; day < 100; day += 9) {
            events[day * DAY] = 1;
        }

        assertThat(new EventHistory(events).known()).isEqualTo(events.length);
    }

    @Test
    void twoQuietDaysAreKnownToBeQuiet() {
        Arrays.fill(events, 2);
        Arrays.fill(events, 30 * DAY, 32 * DAY, 0);

        assertThat(new EventHistory(events).has(31 * DAY)).isTrue();
    }
}
