package io.tourbus.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** What the gateway allows: so many requests a second, and so many in the 24 hours that start with the first one. */
final class TicketmasterQuota {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TicketmasterServer.Options options;
    private final Clock clock;
    private final Deque<Instant> lastSecond = new ArrayDeque<>();
    private Instant reset = Instant.MIN;
    private int used;

    TicketmasterQuota(TicketmasterServer.Options options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    /** Counts a request; what it is refused with, or {@code null}. */
    synchronized Reply take() {
        var now = clock.instant();
        if (!now.isBefore(reset)) {
            reset = now.plus(DAY);
            used = 0;
        }
        while (!lastSecond.isEmpty() && !lastSecond.peek().isAfter(now.minus(SECOND))) {
            lastSecond.remove();
        }
        if (lastSecond.size() >= options.perSecond()) {
            var text = "Spike arrest violation. Allowed rate : %dps".formatted(options.perSecond());
            return TicketmasterServer.fault(429, text, "policies.ratelimit.SpikeArrestViolation");
        }
        lastSecond.add(now);
        used++;
        if (used > options.perDay()) {
            var text = "Rate limit quota violation. Quota limit  exceeded. Identifier : " + options.apiKey();
            return TicketmasterServer.fault(429, text, "policies.ratelimit.QuotaViolation");
        }
        return null;
    }

    /** Successful answers tell how much is left. */
    synchronized Reply headers(Reply reply) {
        return reply.with("Rate-Limit", String.valueOf(options.perDay()))
                .with("Rate-Limit-Available", String.valueOf(Math.max(0, options.perDay() - used)))
                .with("Rate-Limit-Over", String.valueOf(Math.max(0, used - options.perDay())))
                .with("Rate-Limit-Reset", String.valueOf(reset.toEpochMilli()));
    }
}
