package io.tourbus.ticketmaster.window;

import io.tourbus.ticketmaster.api.PageDepthLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Chooses the end of a window so that reading it needs the fewest requests per event: late enough to fill the last page, and
 * early enough that the window rarely has more events than can be read. Times are epoch seconds.
 */
final class WindowCutter {

    /**
     * A possible end of a window.
     *
     * @param end exclusive
     * @param mean expected number of events
     * @param deviation its standard deviation
     */
    record Cut(long end, double mean, double deviation) {}

    private static final int MAX_BINS = 60 * 7 * 48;
    private static final int CANDIDATES = 200;
    /** The variance of exact numbers: positive, because it is a divisor. */
    private static final double CERTAIN = 1e-6;

    private final Forecast forecast;
    private final PageDepthLimit depth;
    private final Deque<OversizedWindow> oversized = new ArrayDeque<>();

    WindowCutter(Forecast forecast, PageDepthLimit depth) {
        this.forecast = forecast;
        this.depth = depth;
    }

    /** Adds a window that starts at the current position and has too many events. */
    void addOversized(OversizedWindow window) {
        oversized.push(window);
    }

    /** Called when everything before a second has been read. @param events in the last window */
    void read(long second, long events) {
        var rest = oversized.stream()
                .map(window -> window.after(second, events))
                .filter(window -> window.end() > second && window.events() > 0)
                .toList();
        oversized.clear();
        oversized.addAll(rest);
    }

    /** Whether the current position is in a window with far more events than expected. */
    boolean inSpike() {
        return oversized.stream().anyMatch(OversizedWindow::spike);
    }

    /** The best end of a window that starts at {@code from}, at most {@code limit}. */
    Cut cut(long from, long limit) {
        var curve = curve(from, limit);
        var maxMean = 1.17 * depth.maxResults();
        var last = curve.size() - 1;
        while (last > 0 && curve.get(last).mean() >= maxMean) {
            last--;
        }
        var first = last;
        while (first > 0 && curve.get(first - 1).mean() >= 0.3 * curve.get(last).mean()) {
            first--;
        }
        var best = curve.get(last);
        var cost = cost(best);
        for (int i = last; i >= first; i -= Math.max(1, (last - first) / CANDIDATES)) {
            var candidate = cost(curve.get(i));
            if (candidate < cost) {
                cost = candidate;
                best = curve.get(i);
            }
        }
        return best;
    }

    /** The expected cumulative number of events at the end of each half hour. */
    private List<Cut> curve(long from, long limit) {
        var first = forecast.bin(from);
        var ends = oversized.stream().mapToLong(OversizedWindow::end);
        var expected = new Expected(
                forecast,
                first,
                Math.min(first + MAX_BINS, forecast.bin(ends.reduce(limit, Math::max) - 1) + 1),
                inSpike() ? 1.0 : forecast.error(first));
        var last = Math.min(first + MAX_BINS, forecast.bin(limit - 1) + 1);
        List<Cut> curve = new ArrayList<>(last - first);
        var highest = 0.0;
        for (int bin = first; bin < last; bin++) {
            var end = Math.min(forecast.start(bin + 1), limit);
            var number = number(from, end, expected);
            highest = Math.max(highest, number.mean());
            curve.add(new Cut(end, highest, Math.sqrt(number.variance())));
        }
        return curve;
    }

    /**
     * How many events start before a second. Oversized windows have exact numbers, so only what is between the ends of two of
     * them, or after the last one, is uncertain. Only the sample of the narrower one counts: it contains that of the wider one.
     */
    private Estimate number(long from, long end, Expected expected) {
        var exact = from;
        var events = 0L;
        OversizedWindow around = null;
        for (var window : oversized) {
            if (window.end() > end) {
                around = around == null || window.end() < around.end() ? window : around;
            } else if (window.end() > exact) {
                exact = window.end();
                events = window.events();
            }
        }
        if (exact == end) {
            return new Estimate(events, CERTAIN);
        }
        var rest = around == null
                ? expected.events(exact, end)
                : around.sampled(exact, end, around.events() - events)
                        .combined(expected.share(exact, end, around.end(), around.events() - events));
        return new Estimate(events + rest.mean(), rest.variance());
    }

    private record Estimate(double mean, double variance) {

        /** Both estimates weighted by inverse variance. */
        Estimate combined(Estimate other) {
            var precision = 1 / variance + 1 / other.variance;
            return new Estimate((mean / variance + other.mean / other.variance) / precision, 1 / precision);
        }
    }

    /** The forecast from the current position on. */
    private static final class Expected {

        /** How much less certain the distribution of events is than their number. */
        private static final double UNEVENNESS = 2;

        private final Forecast forecast;
        private final int first;
        private final double error;
        /** Of the bins before an index, relative to the first one. */
        private final double[] events;

        private final double[] unknown;

        Expected(Forecast forecast, int first, int until, double error) {
            this.forecast = forecast;
            this.first = first;
            this.error = error;
            this.events = new double[until - first + 1];
            this.unknown = new double[until - first + 1];
            for (int bin = 0; bin < until - first; bin++) {
                var expected = forecast.expected(first + bin, first);
                events[bin + 1] = events[bin] + expected;
                unknown[bin + 1] = unknown[bin] + (forecast.isKnown(first + bin) ? 0 : expected);
            }
        }

        private double between(double[] sums, long from, long until) {
            return sums[index(until)] - sums[index(from)];
        }

        private int index(long end) {
            return Math.max(0, Math.min(events.length - 1, forecast.bin(end - 1) + 1 - first));
        }

        Estimate events(long from, long until) {
            var mean = between(events, from, until);
            return new Estimate(mean, error * error * mean * mean + between(unknown, from, until) + CERTAIN);
        }

        /** The part before a second, of an exact number of events. */
        Estimate share(long from, long second, long until, long exact) {
            var all = between(events, from, until);
            if (all <= 0) {
                return new Estimate(exact / 2.0, 1 / CERTAIN);
            }
            var share = between(events, from, second) / all;
            var relative = UNEVENNESS * error * share * (1 - share);
            var random = between(unknown, from, until) / all * exact * share * (1 - share);
            return new Estimate(exact * share, 2 * relative * relative * exact * exact + random + CERTAIN);
        }
    }

    /** The expected number of requests per event of a window. */
    private double cost(Cut cut) {
        if (cut.mean() <= 0.5) {
            return Double.MAX_VALUE;
        }
        var deviation = Math.max(cut.deviation(), 1e-9);
        var pages = depth.requests(depth.maxResults());
        var requests = 0.0;
        var below = 0.0;
        for (int page = 1; page <= pages; page++) {
            var within = NormalDistribution.below(
                    (Math.min(page * depth.pageSize(), depth.maxResults()) + 0.5 - cut.mean()) / deviation);
            requests += page * (within - below);
            below = within;
        }
        var oversizedShare = 1 - below;
        requests += oversizedShare * (pages + 1);
        return requests / (cut.mean() * below + oversizedShare * depth.maxResults() * 0.96);
    }

    /**
     * A window that had too many events to be read, used to estimate the distribution of its events.
     *
     * @param end exclusive, epoch seconds
     * @param events number of its events that have not been read yet, exact
     * @param sample sorted starts of a random sample of these events, epoch seconds
     * @param spike whether it has far more events than expected
     */
    record OversizedWindow(long end, long events, long[] sample, boolean spike) {

        /** The rest of the window after a second. @param read number of events before it */
        OversizedWindow after(long second, long read) {
            return new OversizedWindow(
                    end,
                    events - read,
                    Arrays.stream(sample).filter(start -> start >= second).toArray(),
                    spike);
        }

        /** The part before a second, of an exact number of events that start at {@code from} or later, estimated by the sample. */
        private Estimate sampled(long from, long second, long exact) {
            var sampled = sample.length - before(from);
            var share = (before(second) - before(from) + 0.5) / (sampled + 1.0);
            var unsampled = Math.max(0, 1 - (double) sampled / Math.max(exact, 1));
            var variance = (double) exact * exact * share * (1 - share) / (sampled + 1.0) * unsampled;
            return new Estimate(exact * share, variance + CERTAIN);
        }

        /** The number of sampled events before a second. */
        private int before(long second) {
            var at = Arrays.binarySearch(sample, second);
            var index = at < 0 ? -at - 1 : at;
            while (index > 0 && sample[index - 1] == second) {
                index--;
            }
            return index;
        }
    }

    /** The standard normal distribution. */
    static final class NormalDistribution {

        private NormalDistribution() {}

        /** The cumulative distribution function, accurate to 1e-7: Abramowitz and Stegun, 7.1.26. */
        static double below(double deviations) {
            var x = Math.abs(deviations) / Math.sqrt(2);
            var t = 1 / (1 + 0.3275911 * x);
            var polynomial =
                    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
            var half = 0.5 * (1 - polynomial * Math.exp(-x * x));
            return deviations < 0 ? 0.5 - half : 0.5 + half;
        }
    }
}
