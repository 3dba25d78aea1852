package io.tourbus.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the gateway allows: so many requests a second, and so many in the 24 hours that start with the first one. Both can
 * be changed while it runs.
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

    /** So many a day from now on, those that were used already included. */
    public synchronized void allow(int requestsADay) {
        perDay = requestsADay;
    }

    public synchronized void allowPerSecond(int requests) {
        perSecond = requests;
    }

    /** How many requests of the day are used, by whomever; refused ones count too. */
    public synchronized int used() {
        turnDay();
        return used;
    }

    /** Another program has made requests with the same key. */
    public synchronized void usedByOthers(int requests) {
        turnDay();
        used += requests;
    }

    /** When the day ends. */
    public synchronized Instant reset() {
        turnDay();
        return reset;
    }

    private void turnDay() {
        var now = clock.instant();
        if (!now.isBefore(reset)) {
            reset = now.plus(DAY);
            refused = null;
            used = 0;
        }
    }

    /** Counts a request; what it is refused with, or {@code null}. */
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

    /** Requests that were under way when the first one was refused are forgiven. */
    private Reply refuse(Instant now) {
        if (refused == null) {
            refused = now;
        } else if (now.isAfter(refused.plus(SECOND))) {
            violations.add("a request after the quota of the day was used up");
        }
        var text = "Rate limit quota violation. Quota limit  exceeded. Identifier : " + key;
        return TicketmasterServer.fault(429, text, "policies.ratelimit.QuotaViolation");
    }

    /** Successful answers tell how much is left; refusals do not, though they count. */
    synchronized Reply headers(Reply reply) {
        return reply.with("Rate-Limit", String.valueOf(perDay))
                .with("Rate-Limit-Available", String.valueOf(Math.max(0, perDay - used)))
                .with("Rate-Limit-Over", String.valueOf(Math.max(0, used - perDay)))
                .with("Rate-Limit-Reset", String.valueOf(reset.toEpochMilli()));
    }
}
