package io.tourbus.ticketmaster.window;

import java.util.Arrays;
import java.util.SortedMap;

/**
 * How many events of a query start in each half hour, as far as that can be told ahead: from the crawl before, where that
 * is remembered; else from the same half hours of the weeks before, and, at first, from the sample that the first page of
 * the whole query is. A level with a trend follows the season; how far off forecasts were tells how far to trust the next.
 * Times are seconds since 1970.
 */
final class Forecast {

    /** Half an hour: most events start on the hour or at half past. */
    static final int BIN = 1_800;

    private static final int DAY = 48;
    private static final int WEEK = 7 * DAY;
    private static final int WEEKS_BACK = 4;
    /** Days are counted from 9:00 UTC, so that evenings in America and in Europe are whole. */
    private static final int MORNING = 18;

    /** How many times as many events there have to be. */
    private static final double FAR_FEWER = 4;

    private static final double LEVEL_GAIN = 0.5;

    private static final double TREND_GAIN = 0.1;
    private static final double TREND_DAMPING = 0.95;

    private final long base;
    private final double[] seen;
    private final EventHistory memory;
    private final double[] ofDay = new double[DAY];
    private final double[] ofWeek = new double[7];
    private double flat;
    private double level = 1;
    private double trend;
    private double error = 0.5;
    private double errorOfMemory = 0.04;
    private boolean begun;
    private int spikes;

    /**
     * @param from in seconds
     * @param until not included
     * @param starts how many events started when in the crawl before, as far as that is known
     */
    Forecast(long from, long until, SortedMap<Long, Integer> starts) {
        this.base = Math.floorDiv(from, BIN);
        this.seen = new double[(int) (Math.floorDiv(until + BIN - 1, BIN) - base)];
        Arrays.fill(seen, Double.NaN);
        var remembered = new double[seen.length];
        var ahead = starts.subMap(from, until);
        ahead.forEach((start, events) -> remembered[bin(start)] += events);
        this.memory = new EventHistory(remembered);
        Arrays.fill(ofDay, 0.5);
        Arrays.fill(ofWeek, 6);
        ahead.forEach((start, events) -> count(start, events));
        level(ofDay);
        level(ofWeek);
        this.flat = memory.sum(0, seen.length) / Math.max(1, memory.known());
    }

    /** Whether there is too little yet to tell anything from. */
    boolean blank() {
        return !begun && 2 * memory.known() < seen.length;
    }

    /** Begins with a sample of what is between two half hours. A memory of far fewer events is of no use, and forgotten. */
    void begin(int first, int until, long total, long[] sample) {
        begun = true;
        flat = (double) total / (until - first);
        if (FAR_FEWER * memory.sum(first, until) < flat * memory.known(first, until)) {
            memory.forget();
        }
        Arrays.fill(ofDay, 0.5);
        Arrays.fill(ofWeek, 6);
        for (var start : sample) {
            count(start, 1);
        }
        level(ofDay);
        level(ofWeek);
    }

    /** Whether so many events between two half hours show that the memory is of no use. */
    boolean misled(int first, int until, long total) {
        return memory.known() > 0
                && until - first >= WEEKS_BACK * WEEK
                && FAR_FEWER * expected(first, until, first) < total;
    }

    private void count(long start, int events) {
        ofDay[Math.floorMod(Math.floorDiv(start, BIN), DAY)] += events;
        ofWeek[dayOfWeek(Math.floorDiv(start, BIN))] += events;
    }

    private static void level(double[] factors) {
        var mean = Arrays.stream(factors).average().orElse(1);
        Arrays.setAll(factors, i -> factors[i] / mean);
    }

    private static int dayOfWeek(long bin) {
        return Math.floorMod(Math.floorDiv(bin - MORNING, DAY), 7);
    }

    /** The number of the half hour in which a second lies. */
    int bin(long second) {
        return (int) (Math.floorDiv(second, BIN) - base);
    }

    /** The second with which a half hour begins. */
    long start(int bin) {
        return (base + bin) * BIN;
    }

    int bins() {
        return seen.length;
    }

    /** How far forecasts that begin with a half hour are off, as a fraction. */
    double error(int bin) {
        return remembers(bin) ? errorOfMemory : error;
    }

    /** Whether the number of events is forecast from the very events, not from others like them. */
    boolean remembers(int bin) {
        return memory.has(bin);
    }

    /**
     * How many events to expect in a half hour.
     *
     * @param known the half hour from which on nothing has been read
     */
    double expected(int bin, int known) {
        return level * shape(bin, known);
    }

    private double shape(int bin, int known) {
        if (remembers(bin)) {
            return memory.count(bin) + 0.02;
        }
        var prior = flat * ofDay[Math.floorMod(base + bin, DAY)] * ofWeek[dayOfWeek(base + bin)];
        var weight = 0.3;
        var sum = weight * prior;
        var back = Math.max(1, Math.floorDiv(bin - known + WEEK, WEEK));
        for (int week = 0; week < WEEKS_BACK; week++) {
            var before = bin - (back + week) * WEEK;
            var events = before < 0 ? Double.NaN : seenOrRemembered(before);
            if (!Double.isNaN(events)) {
                var trust = Math.pow(0.8, week);
                sum += trust * events;
                weight += trust;
            }
        }
        return sum / weight;
    }

    private double seenOrRemembered(int bin) {
        return Double.isNaN(seen[bin]) ? memory.count(bin) : seen[bin];
    }

    /** How many events would have been expected between two half hours before anything of them was known. */
    double expected(int from, int until, int known) {
        var sum = 0.0;
        for (int bin = from; bin < until; bin++) {
            sum += expected(bin, known);
        }
        return sum;
    }

    /** Events have been seen, or, with a negative weight, are to be taken back. */
    void see(int from, int until, long[] starts, double weight) {
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

    /** What was seen there says nothing about other weeks. */
    void forget(int from, int until) {
        Arrays.fill(seen, from, until, Double.NaN);
    }

    /**
     * A window has been counted.
     *
     * @param first the half hour in which it begins
     * @param actual how many events it has
     * @param expected as {@link #expected(int, int, int)} told
     * @param forecast what was forecast for the window as it was first asked for, and what it had
     * @param spike whether it is something that does not come every week
     * @return whether a spike has gone on for so long that it is the new level
     */
    boolean learn(int first, long actual, double expected, Outcome forecast, boolean spike) {
        spikes = spike ? spikes + 1 : 0;
        var once = spike && spikes <= 5;
        if (actual > 100) {
            var clip = once ? 1.1 : 2.0;
            var ratio = Math.min(clip, Math.max(1 / clip, actual / Math.max(expected, 1)));
            trend = TREND_DAMPING * trend + TREND_GAIN * Math.log(Math.min(1.3, Math.max(1 / 1.3, ratio)));
            level *= Math.pow(ratio, LEVEL_GAIN) * Math.exp(trend);
            if (remembers(first)) {
                errorOfMemory = Math.max(0.012, further(errorOfMemory, forecast));
            } else {
                error = Math.max(0.03, further(error, forecast));
            }
        }
        return !once;
    }

    private static double further(double error, Outcome forecast) {
        return Math.sqrt(0.8 * error * error + 0.2 * Math.min(forecast.square(), 0.04));
    }

    /** What was forecast for a window, and what came. */
    record Outcome(double forecast, long actual) {
        double square() {
            var logarithm = Math.log(Math.max(actual, 1) / Math.max(forecast, 30));
            return logarithm * logarithm;
        }

        /** Whether the forecast was far off, given how much it was trusted. */
        boolean surprising(double deviation) {
            var least = Math.max(forecast, 30);
            return Math.abs(actual - least) > 4 * Math.max(deviation, 0.05 * least) && Math.sqrt(square()) > 0.25;
        }
    }
}
