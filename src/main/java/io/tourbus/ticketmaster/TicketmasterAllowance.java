package io.tourbus.ticketmaster;

import io.tourbus.source.Quota;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads the headers in which Ticketmaster tells how much is left of the day: {@code Rate-Limit}, {@code
 * Rate-Limit-Available} and {@code Rate-Limit-Reset}, epoch milliseconds in practice, a date in the documentation. They come
 * with answers of 200 only, though refused requests count as well.
 */
final class TicketmasterAllowance {

    private static final Duration LONGEST = Duration.ofHours(25);

    private final Quota quota;
    private final Clock clock;

    TicketmasterAllowance(Quota quota, Clock clock) {
        this.quota = quota;
        this.clock = clock;
    }

    /** Corrects the count of our own, where the headers are there and can be read. */
    void told(String limit, String available, String reset) {
        if (limit == null || available == null || reset == null) {
            return;
        }
        try {
            quota.told(Long.parseLong(limit.strip()), Long.parseLong(available.strip()), instant(reset));
        } catch (NumberFormatException | DateTimeException e) {
            // what cannot be read is not told
        }
    }

    /** How long until the day is over: as the answer tells, else as counted. */
    Duration untilReset(String reset) {
        var now = clock.instant();
        var told = reset == null ? quota.today().ends() : readable(reset);
        var wait = Duration.between(now, told);
        return wait.isNegative() || wait.compareTo(LONGEST) > 0 ? Duration.ofHours(24) : wait;
    }

    private Instant readable(String reset) {
        try {
            return instant(reset);
        } catch (NumberFormatException | DateTimeException e) {
            return quota.today().ends();
        }
    }

    private static Instant instant(String reset) {
        var text = reset.strip();
        return text.contains("T") ? Instant.parse(text) : Instant.ofEpochMilli(Long.parseLong(text));
    }
}
