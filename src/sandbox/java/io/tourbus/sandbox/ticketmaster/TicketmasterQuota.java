package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.Violations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The rate limit and the daily quota of the simulated gateway. The quota covers 24 hours from the first request. Both can be
 * changed while it is running.
 */
public final class TicketmasterQuota {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final String key;
    private final Clock clock;
    private final Violations violations;
    private final Deque<Instant> lastSecond = new ArrayDeque<>();
    private int perSecond;
    private int perDay;
    private Instant reset = Instant.MIN;
    private Instant refused;
    private int used;

    TicketmasterQuota(TicketmasterServer.Options options, Clock clock, Violations violations) {
        this.key = options.apiKey();
        this.perSecond = options.perSecond();
        this.perDay = options.perDay();
        this.clock = clock;
        this.violations = violations;
    }

    /** Sets the daily quota, which includes the requests already used. */
    public synchronized void allow(int requestsADay) {
        perDay = requestsADay;
    }

    public synchronized void allowPerSecond(int requests) {
        perSecond = requests;
    }

    /** Returns the requests used today, including refused ones and those of other programs. */
    public synchronized int used() {
        turnDay();
        return used;
    }

    /** Simulates requests of another program with the same key. */
    public synchronized void usedByOthers(int requests) {
        turnDay();
        used += requests;
    }

    private void turnDay() {
        var now = clock.instant();
        if (!now.isBefore(reset)) {
            reset = now.plus(DAY);
            refused = null;
            used = 0;
        }
    }

    /** Counts a request. @return the error to reply with; {@code null} if the request is allowed */
    synchronized Reply take() {
        turnDay();
        var now = clock.instant();
        while (!lastSecond.isEmpty() && !lastSecond.peek().isAfter(now.minus(SECOND))) {
            lastSecond.remove();
        }
        if (lastSecond.size() >= perSecond) {
            violations.add("more than %d requests a second".formatted(perSecond));
            var text = "Spike arrest violation. Allowed rate : %dps".formatted(perSecond);
            return TicketmasterServer.fault(429, text, "policies.ratelimit.SpikeArrestViolation");
        }
        lastSecond.add(now);
        used++;
        return used > perDay ? refuse(now) : null;
    }

    /** Requests that were already sent when the first one was refused are not violations. */
    private Reply refuse(Instant now) {
        if (refused == null) {
            refused = now;
        } else if (now.isAfter(refused.plus(SECOND))) {
            violations.add("a request after the quota of the day was used up");
        }
        var text = "Rate limit quota violation. Quota limit  exceeded. Identifier : " + key;
        return TicketmasterServer.fault(429, text, "policies.ratelimit.QuotaViolation");
    }

    /** Adds the rate limit headers, which only successful replies have. */
    synchronized Reply headers(Reply reply) {
        return reply.with("Rate-Limit", String.valueOf(perDay))
                .with("Rate-Limit-Available", String.valueOf(Math.max(0, perDay - used)))
                .with("Rate-Limit-Over", String.valueOf(Math.max(0, used - perDay)))
                .with("Rate-Limit-Reset", String.valueOf(reset.toEpochMilli()));
    }
}
