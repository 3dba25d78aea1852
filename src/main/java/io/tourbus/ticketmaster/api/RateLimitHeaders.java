package io.tourbus.ticketmaster.api;

import io.tourbus.source.limit.DailyQuota;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Corrects the daily quota with the response headers {@code Rate-Limit}, {@code Rate-Limit-Available} and {@code
 * Rate-Limit-Reset}. The latter is in epoch milliseconds, or a date according to the documentation. Only responses with
 * status 200 have these headers, although refused requests count as well.
 */
public record RateLimitHeaders(DailyQuota quota, Clock clock) {

    private static final Duration MAX_WAIT = Duration.ofHours(25);
    private static final Duration MIN_WAIT = Duration.ofMinutes(1);
    /** How far the clock of Ticketmaster may be behind. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(30);

    /** Corrects the count. Does nothing if a header is missing or malformed. */
    void apply(String limit, String available, String reset) {
        if (limit == null || available == null || reset == null) {
            return;
        }
        try {
            quota.synchronize(Long.parseLong(limit.strip()), Long.parseLong(available.strip()), instant(reset));
        } catch (NumberFormatException | DateTimeException e) {
            // the count of Tourbus remains
        }
    }

    /**
     * How long to wait until the quota resets: at least a minute, because the reset may seem to be in the past if clocks
     * differ. Without a plausible header, the end of the day that Tourbus counts.
     */
    Duration untilReset(String reset) {
        return parse(reset)
                .map(this::until)
                .filter(wait -> wait.compareTo(MAX_SKEW.negated()) > 0 && wait.compareTo(MAX_WAIT) <= 0)
                .map(wait -> wait.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : wait)
                .orElseGet(() -> until(quota.today().ends()));
    }

    private Duration until(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    private static Optional<Instant> parse(String reset) {
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
