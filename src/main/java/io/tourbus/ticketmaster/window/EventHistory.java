package io.tourbus.ticketmaster.window;

import java.util.Arrays;

/**
 * How many events the last run found in each half hour. That run may have been incomplete: a long gap without events next to
 * weeks with many events counts as unknown, and unknown bins are {@code NaN}.
 */
final class EventHistory {

    private static final int WEEK = 7 * 48;
    /** Shorter gaps count as known, because they have other reasons, such as Christmas. */
    private static final int MIN_GAP = 3 * 48;
    /** Gaps with fewer expected events count as known. The expectation is that of the adjacent week. */
    private static final double MIN_EXPECTED = 20;

    private final double[] events;
    private int known;

    /** @param events number of events by half hour; the array is not copied */
    EventHistory(double[] events) {
        this.events = events;
        var last = -1;
        for (int bin = 0; bin < events.length; bin++) {
            if (events[bin] > 0) {
                var adjacentWeek = last < 0 ? sum(bin, bin + WEEK) : sum(last + 1 - WEEK, last + 1);
                clearGap(last + 1, bin, MIN_GAP, adjacentWeek);
                last = bin;
            }
        }
        clearGap(last + 1, events.length, 0, last < 0 ? Double.MAX_VALUE : sum(last + 1 - WEEK, last + 1));
        known = known(0, events.length);
    }

    private void clearGap(int from, int until, int minLength, double adjacentWeek) {
        var length = until - from;
        if (length > minLength && adjacentWeek * length / WEEK > MIN_EXPECTED) {
            Arrays.fill(events, from, until, Double.NaN);
        }
    }

    /** The known events in a range of bins. */
    double sum(int from, int until) {
        return Arrays.stream(events, Math.max(0, from), Math.min(events.length, until))
                .filter(count -> !Double.isNaN(count))
                .sum();
    }

    boolean has(int bin) {
        return !Double.isNaN(events[bin]);
    }

    /** The events in a bin; {@code NaN} if unknown. */
    double count(int bin) {
        return events[bin];
    }

    /** The number of known bins. */
    int known() {
        return known;
    }

    /** The number of known bins in a range. */
    int known(int from, int until) {
        return (int) Arrays.stream(events, from, until)
                .filter(count -> !Double.isNaN(count))
                .count();
    }

    void forget() {
        Arrays.fill(events, Double.NaN);
        known = 0;
    }
}
