package io.tourbus.source;

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
 * The access token that all requests to a source share. It is renewed 60 seconds before it expires: one thread fetches the new token while
 * the others use the old one. Without a valid token, all threads wait for the one that fetches it. Thread-safe.
 */
public final class AccessToken {

    /** A response of the token endpoint. The value is not part of {@link #toString()}. */
    public record Grant(String value, Duration lifetime) {
        @Override
        public String toString() {
            return "Grant[***, lifetime=%s]".formatted(lifetime);
        }
    }

    private record Token(String value, long serial, Instant renewFrom, Instant end) {
        static final Token NONE = new Token("", 0, Instant.MIN, Instant.MIN);
    }

    private static final Logger LOG = LoggerFactory.getLogger(AccessToken.class);
    private static final Duration RENEWAL_LEAD = Duration.ofSeconds(60);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
    private static final int RECENT_TOKENS = 3;

    private final String source;
    private final Supplier<Grant> fetch;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Token current = Token.NONE;
    private volatile List<String> recent = List.of();

    /** @param source its name in the log */
    public AccessToken(String source, Supplier<Grant> fetch, Clock clock) {
        this.source = source;
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * Fetches or renews the token if necessary. While the old token is valid, a failed fetch is only logged.
     *
     * @return the number of the token
     */
    public long renew() {
        var seen = current;
        var now = clock.instant();
        var valid = now.isBefore(seen.end());
        if (now.isBefore(seen.renewFrom()) || valid && !lock.tryLock()) {
            return seen.serial();
        }
        if (!valid) {
            lock.lock();
        }
        try {
            return current.serial() == seen.serial() ? replace() : current.serial();
        } catch (RuntimeException e) {
            if (!valid) {
                throw e;
            }
            var reason = e.getCause() == null ? e.getMessage() : e.getCause().toString();
            LOG.warn("access token of {} not renewed, using the old one until it expires reason={}", source, reason);
            postpone(seen);
            return seen.serial();
        } finally {
            lock.unlock();
        }
    }

    /** The value of the token. Empty before the first {@link #renew()}. */
    public String value() {
        return current.value();
    }

    /** The current and previous tokens, for redaction: a late response may echo a token that has been replaced. */
    public List<String> recent() {
        return recent;
    }

    /** Expires the token with this number, but not a newer one. Requests in progress may still send it. */
    public void drop(long serial) {
        lock.lock();
        try {
            if (current.serial() == serial) {
                current = new Token(current.value(), serial, Instant.MIN, Instant.MIN);
            }
        } finally {
            lock.unlock();
        }
    }

    private void postpone(Token seen) {
        if (current == seen) {
            var later = clock.instant().plus(RETRY_DELAY);
            var renewFrom = later.isBefore(seen.end()) ? later : seen.end();
            current = new Token(seen.value(), seen.serial(), renewFrom, seen.end());
        }
    }

    private long replace() {
        var grant = fetch.get();
        var lifetime = grant.lifetime();
        var lead = lifetime.compareTo(RENEWAL_LEAD.multipliedBy(2)) > 0 ? RENEWAL_LEAD : lifetime.dividedBy(2);
        var end = clock.instant().plus(lifetime);
        recent = Stream.concat(Stream.of(grant.value()), recent.stream())
                .limit(RECENT_TOKENS)
                .toList();
        current = new Token(grant.value(), current.serial() + 1, end.minus(lead), end);
        return current.serial();
    }
}
