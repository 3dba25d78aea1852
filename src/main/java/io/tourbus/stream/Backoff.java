package io.tourbus.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts: doubled each time up to a longest one, and between half and all of that by chance, so that many
 * senders who were refused together do not come back together.
 *
 * @param attempts at most, the first one included
 */
record Backoff(int attempts, Duration first, Duration longest) {

    Backoff {
        if (attempts < 1) {
            throw new IllegalArgumentException("maxAttempts is %d: set 1 or more".formatted(attempts));
        }
    }

    /** @param attempt that failed, from 1 */
    Duration after(int attempt, RandomGenerator random) {
        var doubled = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        return Duration.ofMillis(doubled / 2 + random.nextLong(doubled / 2 + 1));
    }
}
