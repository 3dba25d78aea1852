package io.tourbus.spotify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access token that all calls share. One caller fetches it; it is renewed a while before its end by one caller while
 * the others go on with the old one, and those who find none wait for the one who fetches.
 */
public final class SpotifyToken {

    /** A token as the token endpoint grants it. The value stays out of {@link #toString()}. */
    public record Grant(String value, Duration lifetime) {
        @Override
        public String toString() {
            return "Grant[***, lifetime=%s]".formatted(lifetime);
        }
    }

    private record Held(String value, long serial, Instant renewFrom, Instant end) {
        static final Held NONE = new Held("", 0, Instant.MIN, Instant.MIN);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SpotifyToken.class);
    private static final Duration AHEAD = Duration.ofSeconds(60);

    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final int KNOWN = 3;

    private final Supplier<Grant> fetch;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Held held = Held.NONE;
    private volatile List<String> latest = List.of();

    public SpotifyToken(Supplier<Grant> fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /** Sees to it that there is a token, and returns its number; what the fetch throws comes through. */
    public long renew() {
        var seen = held;
        var now = clock.instant();
        if (now.isBefore(seen.renewFrom())) {
            return seen.serial();
        }
        if (now.isBefore(seen.end())) {
            return fetching.tryLock() ? replaceAhead(seen) : seen.serial();
        }
        fetching.lock();
        return replace(seen);
    }

    /** The value to send; only after {@link #renew()}. */
    public String value() {
        return held.value();
    }

    /** The last tokens that were sent: an answer may come when the token that it echoes has been replaced. */
    List<String> latest() {
        return latest;
    }

    /** Sees to it that the token of this number is replaced; a younger one stays. A call under way may still send it. */
    public void drop(long serial) {
        fetching.lock();
        try {
            if (held.serial() == serial) {
                held = new Held(held.value(), serial, Instant.MIN, Instant.MIN);
            }
        } finally {
            fetching.unlock();
        }
    }

    /** A token that has a while to live yet is good enough when there is no new one to be had, whatever the reason. */
    private long replaceAhead(Held seen) {
        try {
            return replace(seen);
        } catch (RuntimeException e) {
            var reason = e.getCause() == null ? e.getMessage() : e.getCause().toString();
            LOG.warn("token not renewed ahead of its end reason={}", reason);
            postpone(seen);
            return seen.serial();
        }
    }

    private void postpone(Held seen) {
        fetching.lock();
        try {
            if (held == seen) {
                var later = clock.instant().plus(AGAIN);
                var renewFrom = later.isBefore(seen.end()) ? later : seen.end();
                held = new Held(seen.value(), seen.serial(), renewFrom, seen.end());
            }
        } finally {
            fetching.unlock();
        }
    }

    /** Called with the lock held; lets it go. */
    private long replace(Held seen) {
        try {
            if (held.serial() == seen.serial()) {
                var grant = fetch.get();
                var now = clock.instant();
                var ahead = grant.lifetime().compareTo(AHEAD.multipliedBy(2)) > 0
                        ? AHEAD
                        : grant.lifetime().dividedBy(2);
                var end = now.plus(grant.lifetime());
                latest = Stream.concat(Stream.of(grant.value()), latest.stream())
                        .limit(KNOWN)
                        .toList();
                held = new Held(grant.value(), seen.serial() + 1, end.minus(ahead), end);
            }
            return held.serial();
        } finally {
            fetching.unlock();
        }
    }
}
