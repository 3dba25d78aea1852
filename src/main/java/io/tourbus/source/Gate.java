package io.tourbus.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds back all calls to a source while it asks for a pause. One source has one gate, so that a {@code Retry-After}
 * told to one caller is obeyed by all.
 */
public final class Gate {

    private final Clock clock;
    private final AtomicReference<Instant> closedUntil = new AtomicReference<>(Instant.MIN);

    public Gate(Clock clock) {
        this.clock = clock;
    }

    /** Keeps the gate closed for this long from now; a pause that ends sooner than one under way changes nothing. */
    public void closeFor(Duration pause) {
        var until = clock.instant().plus(pause);
        closedUntil.accumulateAndGet(until, (known, asked) -> asked.isAfter(known) ? asked : known);
    }

    /** Whether a pause lasts: it may have been asked for while others waited for their turn. */
    public boolean isClosed() {
        return remainingMillis() > 0;
    }

    /** Milliseconds until the gate opens; 0 when it is open. */
    public long remainingMillis() {
        var until = closedUntil.get();
        var now = clock.instant();
        return until.isAfter(now) ? Duration.between(now, until).toMillis() + 1 : 0;
    }
}
