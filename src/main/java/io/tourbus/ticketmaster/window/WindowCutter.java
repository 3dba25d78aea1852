package io.tourbus.ticketmaster.window;

import io.tourbus.ticketmaster.api.PageDepthLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Chooses where a window ends, so that reading it takes the fewest requests for each event: wide enough that its last page
 * is well filled, and narrow enough that it hardly ever has more than can be read. Times are seconds since 1970.
 */
final class WindowCutter {

    /**
     * @param end not included
     * @param mean how many events it should have
     * @param deviation how far off that may be
     */
    record Cut(long end, double mean, double deviation) {}

    private static final int FARTHEST = 60 * 7 * 48;
    private static final int CANDIDATES = 200;
    /** The variance of what is certain: above 0, for it is divided by. */
    private static final double CERTAIN = 1e-6;

    private final Forecast forecast;
    private final PageDepthLimit reach;
    private final Deque<OversizedWindow> ahead = new ArrayDeque<>();

    WindowCutter(Forecast forecast, PageDepthLimit reach) {
        this.forecast = forecast;
        this.reach = reach;
    }

    /** A window from here has been found too wide. */
    void tooWide(OversizedWindow window) {
        ahead.push(window);
    }

    /** All before a second has been read. */
    void read(long second, long events) {
        List<OversizedWindow> left = ahead.stream()
                .map(window -> window.after(second, events))
                .filter(window -> window.end() > second && window.events() > 0)
                .toList();
        ahead.clear();
        ahead.addAll(left);
    }

    /** Whether what comes next is part of something that has far more events than was to be expected. */
    boolean inSpike() {
        return ahead.stream().anyMatch(OversizedWindow::spike);
    }

    /** The best end of a window from here, no later than the limit. */
    Cut cut(long from, long limit) {
        var curve = curve(from, limit);
        var most = 1.17 * reach.maxResults();
        var last = curve.size() - 1;
        while (last > 0 && curve.get(last).mean() >= most) {
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

    /** How many events to expect until each half hour. */
    private List<Cut> curve(long from, long limit) {
        var first = forecast.bin(from);
        var until = Math.min(Math.min(forecast.bins(), forecast.bin(limit - 1) + 1), first + FARTHEST);
        var error = inSpike() ? 1.0 : forecast.error(first);
        List<Cut> curve = new ArrayList<>(until - first);
        List<Double> plain = new ArrayList<>(until - first);
        var sum = 0.0;
        var chance = 0.0;
        var highest = 0.0;
        for (int bin = first; bin < until; bin++) {
            var expected = forecast.expected(bin, first);
            sum += expected;
            chance += forecast.remembers(bin) ? 0 : expected;
            plain.add(sum);
            var end = Math.min(forecast.start(bin + 1), limit);
            var found = blend(end, sum, error * error * sum * sum + chance, error, first, plain);
            highest = Math.max(highest, found.mean());
            curve.add(new Cut(end, highest, found.deviation()));
        }
        return curve;
    }

    /** Joins what is forecast with what the windows that were too wide have told, the widest of them first. */
    private Cut blend(long end, double sum, double chance, double error, int first, List<Double> plain) {
        var mean = sum;
        var variance = Math.max(chance, CERTAIN);
        for (Iterator<OversizedWindow> widestFirst = ahead.descendingIterator(); widestFirst.hasNext(); ) {
            var window = widestFirst.next();
            if (end == window.end()) {
                mean = window.events();
                variance = CERTAIN;
            } else if (end < window.end()) {
                var told = window.variance(end);
                mean = Math.min(
                        window.events(), (mean / variance + window.before(end) / told) / (1 / variance + 1 / told));
                variance = 1 / (1 / variance + 1 / told);
            } else {
                var within = Math.min(plain.size(), forecast.bin(window.end() - 1) - first + 1);
                var beyond = sum - (within > 0 ? plain.get(within - 1) : 0);
                var uncertain = error * error * beyond * beyond + beyond;
                if (uncertain < variance) {
                    mean = window.events() + beyond;
                    variance = uncertain;
                }
            }
        }
        return new Cut(end, mean, Math.sqrt(variance));
    }

    /** Requests for each event that a window should yield. */
    private double cost(Cut cut) {
        if (cut.mean() <= 0.5) {
            return Double.MAX_VALUE;
        }
        var deviation = Math.max(cut.deviation(), 1e-9);
        var pages = reach.requests(reach.maxResults());
        var requests = 0.0;
        var below = 0.0;
        for (int page = 1; page <= pages; page++) {
            var within = NormalDistribution.below(
                    (Math.min(page * reach.pageSize(), reach.maxResults()) + 0.5 - cut.mean()) / deviation);
            requests += page * (within - below);
            below = within;
        }
        var over = 1 - below;
        requests += over * (pages + 1);
        return requests / (cut.mean() * below + over * reach.maxResults() * 0.96);
    }

    /** The normal distribution. */
    static final class NormalDistribution {

        private NormalDistribution() {}

        /** The chance of a value below so many deviations from the mean; by Abramowitz and Stegun, 7.1.26, to 1e-7. */
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
