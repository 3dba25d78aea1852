package io.tourbus.ticketmaster.window;

import io.tourbus.ticketmaster.api.PageDepthLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
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
        var until = Math.min(Math.min(forecast.bins(), forecast.bin(limit - 1) + 1), first + MAX_BINS);
        var error = inSpike() ? 1.0 : forecast.error(first);
        List<Cut> curve = new ArrayList<>(until - first);
        List<Double> sums = new ArrayList<>(until - first);
        var sum = 0.0;
        var poisson = 0.0;
        var highest = 0.0;
        for (int bin = first; bin < until; bin++) {
            var expected = forecast.expected(bin, first);
            sum += expected;
            poisson += forecast.isKnown(bin) ? 0 : expected;
            sums.add(sum);
            var end = Math.min(forecast.start(bin + 1), limit);
            var blended = blend(end, sum, error * error * sum * sum + poisson, error, first, sums);
            highest = Math.max(highest, blended.mean());
            curve.add(new Cut(end, highest, blended.deviation()));
        }
        return curve;
    }

    /** Combines the forecast with the oversized windows, the widest first, weighted by inverse variance. */
    private Cut blend(long end, double sum, double forecastVariance, double error, int first, List<Double> sums) {
        var mean = sum;
        var variance = Math.max(forecastVariance, CERTAIN);
        for (Iterator<OversizedWindow> widestFirst = oversized.descendingIterator(); widestFirst.hasNext(); ) {
            var window = widestFirst.next();
            if (end == window.end()) {
                mean = window.events();
                variance = CERTAIN;
            } else if (end < window.end()) {
                var sampleVariance = window.variance(end);
                mean = Math.min(
                        window.events(),
                        (mean / variance + window.before(end) / sampleVariance) / (1 / variance + 1 / sampleVariance));
                variance = 1 / (1 / variance + 1 / sampleVariance);
            } else {
                var within = Math.min(sums.size(), forecast.bin(window.end() - 1) - first + 1);
                var beyond = sum - (within > 0 ? sums.get(within - 1) : 0);
                var beyondVariance = error * error * beyond * beyond + beyond + CERTAIN;
                if (beyondVariance < variance) {
                    mean = window.events() + beyond;
                    variance = beyondVariance;
                }
            }
        }
        return new Cut(end, mean, Math.sqrt(variance));
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

        /** The estimated number of events before a second. */
        double before(long second) {
            return events * share(second);
        }

        /** The variance of {@link #before(long)}. */
        double variance(long second) {
            var share = share(second);
            var unsampled = Math.max(0, 1 - (double) sample.length / Math.max(events, 1));
            var sampling = (double) events * events * share * (1 - share) / Math.max(sample.length, 1) * unsampled;
            var rounding = sample.length < events ? 0.02 * events * share : 0;
            return sampling + rounding * rounding + 1e-6;
        }

        private double share(long second) {
            var at = Arrays.binarySearch(sample, second);
            var index = at < 0 ? -at - 1 : at;
            while (index > 0 && sample[index - 1] == second) {
                index--;
            }
            return (index + 0.5) / (sample.length + 1.0);
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
