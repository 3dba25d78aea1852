package io.tourbus.ticketmaster.window;

import java.util.Arrays;
import java.util.SortedMap;

/**
 * Forecasts how many events of a query start in each half hour (bin). Where the last run knows the events, it uses their
 * number. Otherwise it uses the same bins of the previous weeks, and at first the average of the first page. A level with a
 * trend follows the season. Previous errors determine the expected error. Times are epoch seconds.
 *
 * <p>Each part saves requests: without the previous weeks a crawl needs up to 11% more, without the trend 1% (measured with
 * generated catalogues).
 */
final class Forecast {

    /** Half an hour: most events start on the hour or at half past. */
    static final int BIN = 1_800;

    private static final int WEEK = 7 * 48;
    private static final int WEEKS_BACK = 4;

    /** A history with so many times fewer events than reported is discarded. */
    private static final double MAX_RATIO = 4;

    private static final double LEVEL_GAIN = 0.5;
    private static final double TREND_GAIN = 0.1;
    private static final double TREND_DAMPING = 0.95;

    private final long base;
    private final double[] seen;
    private final EventHistory history;
    private double average;
    private double level = 1;
    private double trend;
    private double error = 0.2;
    private double historyError = 0.04;
    private boolean counted;

    /**
     * @param from start of the horizon, inclusive
     * @param until its end, exclusive
     * @param starts number of events by start in the last run
     */
    Forecast(long from, long until, SortedMap<Long, Integer> starts) {
        this.base = Math.floorDiv(from, BIN);
        this.seen = new double[(int) (Math.floorDiv(until + BIN - 1, BIN) - base)];
        Arrays.fill(seen, Double.NaN);
        var remembered = new double[seen.length];
        starts.subMap(from, until).forEach((start, events) -> remembered[bin(start)] += events);
        this.history = new EventHistory(remembered);
        this.average = history.sum(0, seen.length) / Math.max(1, history.known());
    }

    /** Whether there is not enough data for a forecast. */
    boolean isEmpty() {
        return !counted && 2 * history.known() < seen.length;
    }

    /** Starts again from the number of events in a range of bins. Discards a history with far fewer events. */
    void reset(int first, int until, long total) {
        counted = true;
        average = (double) total / (until - first);
        if (MAX_RATIO * history.sum(first, until) < average * history.known(first, until)) {
            history.forget();
        }
    }

    /** Whether the number of events in a range of bins shows that the history is useless. */
    boolean isFarTooLow(int first, int until, long total) {
        return history.known() > 0
                && until - first >= WEEKS_BACK * WEEK
                && MAX_RATIO * expected(first, until, first) < total;
    }

    /** The bin that contains a second. */
    int bin(long second) {
        return (int) (Math.floorDiv(second, BIN) - base);
    }

    /** The first second of a bin. */
    long start(int bin) {
        return (base + bin) * BIN;
    }

    /** The expected error of forecasts that start with a bin, as a fraction. */
    double error(int bin) {
        return isKnown(bin) ? historyError : error;
    }

    /** Whether the last run knows the events in a bin. */
    boolean isKnown(int bin) {
        return history.has(bin);
    }

    /**
     * The expected number of events in a bin.
     *
     * @param next the first bin that has not been read
     */
    double expected(int bin, int next) {
        return level * shape(bin, next);
    }

    private double shape(int bin, int next) {
        if (isKnown(bin)) {
            return history.count(bin) + 0.02;
        }
        var weight = 0.3;
        var sum = weight * average;
        var back = Math.max(1, Math.floorDiv(bin - next + WEEK, WEEK));
        for (int week = 0; week < WEEKS_BACK; week++) {
            var before = bin - (back + week) * WEEK;
            var events = before < 0 ? Double.NaN : seenOrKnown(before);
            if (!Double.isNaN(events)) {
                var weekWeight = Math.pow(0.8, week);
                sum += weekWeight * events;
                weight += weekWeight;
            }
        }
        return sum / weight;
    }

    private double seenOrKnown(int bin) {
        return Double.isNaN(seen[bin]) ? history.count(bin) : seen[bin];
    }

    /** The expected number of events in a range of bins. */
    double expected(int from, int until, int next) {
        var sum = 0.0;
        for (int bin = from; bin < until; bin++) {
            sum += expected(bin, next);
        }
        return sum;
    }

    /** Adds the events of a range of bins. A negative weight removes them. */
    void addSeen(int from, int until, long[] starts, double weight) {
        for (int bin = from; bin < until; bin++) {
            seen[bin] = Double.isNaN(seen[bin]) ? 0 : seen[bin];
        }
        for (var start : starts) {
            var bin = bin(start);
            if (bin >= from && bin < until) {
                seen[bin] = Math.max(0, seen[bin] + weight);
            }
        }
    }

    /**
     * Adapts level, trend and errors to the number of events in a window.
     *
     * @param first its first bin
     * @param expected the forecast from {@link #expected(int, int, int)}
     * @param outcome of the window before it was narrowed
     * @param spike whether it has far more events than expected
     */
    void update(int first, long actual, double expected, Outcome outcome, boolean spike) {
        if (actual > 100 && Double.isFinite(expected) && Double.isFinite(outcome.forecast())) {
            var clip = spike ? 1.1 : 2.0;
            var ratio = Math.min(clip, Math.max(1 / clip, actual / Math.max(expected, 1)));
            trend = TREND_DAMPING * trend + TREND_GAIN * Math.log(Math.min(1.3, Math.max(1 / 1.3, ratio)));
            level *= Math.pow(ratio, LEVEL_GAIN) * Math.exp(trend);
            if (isKnown(first)) {
                historyError = Math.max(0.012, updated(historyError, outcome));
            } else {
                error = Math.max(0.03, updated(error, outcome));
            }
        }
    }

    private static double updated(double error, Outcome outcome) {
        return Math.sqrt(0.7 * error * error + 0.3 * Math.min(outcome.squaredError(), 0.04));
    }

    /** The forecast and the actual number of events of a window. */
    record Outcome(double forecast, long actual) {
        double squaredError() {
            var logarithm = Math.log(Math.max(actual, 1) / Math.max(forecast, 30));
            return logarithm * logarithm;
        }

        /** Whether the forecast was far off, compared to its deviation. */
        boolean surprising(double deviation) {
            var bounded = Math.max(forecast, 30);
            return Math.abs(actual - bounded) > 4 * Math.max(deviation, 0.05 * bounded)
                    && Math.sqrt(squaredError()) > 0.25;
        }
    }

    /**
     * How many events the last run found in each half hour. That run may have been incomplete: a long gap without events next to
     * weeks with many events counts as unknown, and unknown bins are {@code NaN}.
     */
    static final class EventHistory {

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
}
