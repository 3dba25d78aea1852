package io.tourbus.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How fast requests arrived.
 *
 * @param first {@code null} when there was none
 * @param busiestSecond the most that arrived within a second, wherever that second starts
 */
public record Arrivals(int requests, Instant first, Instant last, int busiestSecond) {

    static Arrivals of(List<Instant> times) {
        if (times.isEmpty()) {
            return new Arrivals(0, null, null, 0);
        }
        var sorted = times.stream().sorted().toList();
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (Duration.between(sorted.get(from), sorted.get(to)).toMillis() >= 1_000) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return new Arrivals(sorted.size(), sorted.get(0), sorted.get(sorted.size() - 1), most);
    }

    /** From the first to the last. */
    public Duration span() {
        return requests == 0 ? Duration.ZERO : Duration.between(first, last);
    }

    /** Requests a second between the first and the last; 0 when there is no time between them. */
    public double perSecond() {
        return span().isZero() ? 0 : (requests - 1) * 1e9 / span().toNanos();
    }
}
