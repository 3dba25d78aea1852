package io.tourbus.ticketmaster.api;

import io.tourbus.source.limit.DailyQuota;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the headers in which Ticketmaster tells how much is left of the day: {@code Rate-Limit}, {@code
 * Rate-Limit-Available} and {@code Rate-Limit-Reset}, epoch milliseconds in practice, a date in the documentation. They come
 * with answers of 200 only, though refused requests count as well.
 */
public final class RateLimitHeaders {

    private static final Duration LONGEST = Duration.ofHours(25);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /** How far behind the clock of Ticketmaster may be. */
    private static final Duration SKEW = Duration.ofMinutes(30);

    private final DailyQuota quota;
    private final Clock clock;

    public RateLimitHeaders(DailyQuota quota, Clock clock) {
        this.quota = quota;
        this.clock = clock;
    }

    /** Corrects the count of our own, where the headers are there and can be read. */
    void apply(String limit, String available, String reset) {
        if (limit == null || available == null || reset == null) {
            return;
        }
        try {
            quota.synchronize(Long.parseLong(limit.strip()), Long.parseLong(available.strip()), instant(reset));
        } catch (NumberFormatException | DateTimeException e) {
            // what cannot be read is not told
        }
    }

    /**
     * How long until the day is over: as the answer tells, else as counted. Where the answer tells that it just was, which is
     * how clocks that differ look, a little while.
     */
    Duration untilReset(String reset) {
        return readable(reset)
                .map(this::until)
                .filter(wait -> wait.compareTo(SKEW.negated()) > 0 && wait.compareTo(LONGEST) <= 0)
                .map(wait -> wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait)
                .orElseGet(() -> until(quota.today().ends()));
    }

    private Duration until(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    private static Optional<Instant> readable(String reset) {
        try {
            return Optional.ofNullable(reset).map(RateLimitHeaders::instant);
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant instant(String reset) {
        var text = reset.strip();
        return text.contains("T") ? Instant.parse(text) : Instant.ofEpochMilli(Long.parseLong(text));
    }
}
