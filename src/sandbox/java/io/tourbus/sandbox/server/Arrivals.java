package io.tourbus.sandbox.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Statistics about the arrival times of requests.
 *
 * @param first {@code null} if there were no requests
 * @param busiestSecond the maximum number of requests within any second
 */
public record Arrivals(int requests, Instant first, Instant last, int busiestSecond) {

    static Arrivals of(List<Instant> times) {
        if (times.isEmpty()) {
            return new Arrivals(0, null, null, 0);
        }
        var sorted = times.stream().sorted().toList();
        int busiest = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (Duration.between(sorted.get(from), sorted.get(to)).toMillis() >= 1_000) {
                from++;
            }
            busiest = Math.max(busiest, to - from + 1);
        }
        return new Arrivals(sorted.size(), sorted.get(0), sorted.get(sorted.size() - 1), busiest);
    }

    /** Returns the time from the first to the last request. */
    public Duration span() {
        return requests == 0 ? Duration.ZERO : Duration.between(first, last);
    }

    /** Returns the average requests per second between the first and the last request; 0 if the time between them is 0. */
    public double perSecond() {
        return span().isZero() ? 0 : (requests - 1) * 1e9 / span().toNanos();
    }
}
