package io.tourbus.ticketmaster.window;

import java.util.Arrays;

/**
 * How many events started in each half hour, as the crawl before found them. It may have come to an end early, or have asked
 * for a part only: a stretch without events, where there are many beside it, is one that nothing is remembered of.
 */
final class EventHistory {

    private static final int WEEK = 7 * 48;
    /** Shorter stretches may be without events for reasons of their own, such as Christmas. */
    private static final int SHORTEST_GAP = 3 * 48;
    /** How many events a stretch without any should have had, going by the week beside it. */
    private static final double MISSED = 20;

    private final double[] events;
    private int known;

    /** @param events by half hour; kept, and changed */
    EventHistory(double[] events) {
        this.events = events;
        var last = -1;
        for (int bin = 0; bin < events.length; bin++) {
            if (events[bin] > 0) {
                var beside = last < 0 ? sum(bin, bin + WEEK) : sum(last + 1 - WEEK, last + 1);
                gap(last + 1, bin, SHORTEST_GAP, beside);
                last = bin;
            }
        }
        gap(last + 1, events.length, 0, last < 0 ? Double.MAX_VALUE : sum(last + 1 - WEEK, last + 1));
        known = (int) Arrays.stream(events).filter(some -> !Double.isNaN(some)).count();
    }

    private void gap(int from, int until, int shortest, double weekBeside) {
        var length = until - from;
        if (length > shortest && weekBeside * length / WEEK > MISSED) {
            Arrays.fill(events, from, until, Double.NaN);
        }
    }

    /** The events between two half hours, as far as they are known. */
    double sum(int from, int until) {
        return Arrays.stream(events, Math.max(0, from), Math.min(events.length, until))
                .filter(some -> !Double.isNaN(some))
                .sum();
    }

    boolean has(int bin) {
        return !Double.isNaN(events[bin]);
    }

    /** The events of a half hour; not a number where nothing is known. */
    double count(int bin) {
        return events[bin];
    }

    /** Of how many half hours something is known. */
    int known() {
        return known;
    }

    /** Of how many half hours between two something is known. */
    int known(int from, int until) {
        return (int) Arrays.stream(events, from, until)
                .filter(some -> !Double.isNaN(some))
                .count();
    }

    void forget() {
        Arrays.fill(events, Double.NaN);
        known = 0;
    }
}
