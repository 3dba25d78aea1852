package io.tourbus.sandbox.spotify;

import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.Violations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The rate limit and the quota of the simulated Spotify. Both are unlimited by default, and can be changed while it is running. */
public final class SpotifyLimits {

    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration UNDER_WAY = Duration.ofSeconds(1);

    private final Clock clock;
    private final Violations violations;
    private final Deque<Instant> window = new ArrayDeque<>();
    private int perWindow = Integer.MAX_VALUE;
    private int rest = Integer.MAX_VALUE;
    private Duration retryAfterQuota;
    private Instant refusedAt = Instant.MIN;
    private Instant closedUntil = Instant.MIN;

    SpotifyLimits(Clock clock, Violations violations) {
        this.clock = clock;
        this.violations = violations;
    }

    /** Limits the requests within any 30 seconds. Further requests get 429 with {@code Retry-After}. */
    public synchronized void allowPerThirtySeconds(int requests) {
        perWindow = requests;
    }

    /**
     * Limits the total number of requests from now on. Further requests get 429 with the reason {@code QUOTA_EXCEEDED}.
     *
     * @param retryAfter {@code null} to omit the header
     */
    public synchronized void allowInAll(int requests, Duration retryAfter) {
        rest = requests;
        retryAfterQuota = retryAfter;
    }

    /** Counts a request. @return the error to reply with; {@code null} if the request is allowed */
    synchronized Reply take() {
        var now = clock.instant();
        if (now.isBefore(closedUntil) && now.isAfter(refusedAt.plus(UNDER_WAY))) {
            violations.add("a request before Retry-After had passed");
        }
        while (!window.isEmpty() && !window.peek().isAfter(now.minus(WINDOW))) {
            window.remove();
        }
        if (window.size() >= perWindow) {
            var wait = Duration.between(now, window.peek().plus(WINDOW));
            var seconds = Math.max(1, (wait.toMillis() + 999) / 1_000);
            return close(
                    now, SpotifyException.reply(429, "API rate limit exceeded", null), Duration.ofSeconds(seconds));
        }
        window.add(now);
        if (rest < Integer.MAX_VALUE && rest-- <= 0) {
            rest = 0;
            return close(now, SpotifyException.reply(429, "Too many requests", "QUOTA_EXCEEDED"), retryAfterQuota);
        }
        return null;
    }

    private Reply close(Instant now, Reply reply, Duration retryAfter) {
        if (retryAfter == null) {
            return reply;
        }
        if (!now.isBefore(closedUntil)) {
            refusedAt = now;
            closedUntil = now.plus(retryAfter);
        }
        return reply.with("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }
}
