package io.tourbus.stream;

/**
 * How often a batch is tried, and how long to wait in between: a delay that doubles up to a maximum, of which a random
 * half is taken off, so that several senders do not come back at the same moment.
 *
 * @param maxAttempts calls for one batch, the first one included
 * @param initialDelay milliseconds before the second call
 * @param maxDelay milliseconds that no wait exceeds
 */
public record Backoff(int maxAttempts, long initialDelay, long maxDelay) {

    /**
     * Eight calls within 6 to 13 seconds. A shard takes 1 MiB a second, so a full batch of 5 MiB for one shard needs
     * more than five seconds even if nothing else is wrong; three or four quick tries would give up on it.
     */
    public static final Backoff DEFAULT = new Backoff(8, 100, 10_000);

    /** @throws IllegalArgumentException if there is no attempt, or a delay is negative */
    public Backoff {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts is " + maxAttempts + ": it has to be 1 or more");
        }
        if (initialDelay < 0 || maxDelay < initialDelay) {
            throw new IllegalArgumentException("backoffInitialDelay is " + initialDelay + " and backoffMaxDelay "
                    + maxDelay + ": they have to be 0 or more, and the maximum not below the initial one");
        }
    }

    /**
     * Milliseconds to wait after a failed call.
     *
     * @param attempt which call of the batch failed, from 1
     * @param random from 0 to 1
     */
    long delayAfter(int attempt, double random) {
        double doubled = initialDelay * Math.pow(2, attempt - 1.0);
        double delay = Math.min(doubled, maxDelay);
        return Math.round(delay / 2 + delay / 2 * random);
    }
}
