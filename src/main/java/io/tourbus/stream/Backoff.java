package io.tourbus.stream;

/**
 * The retry policy for a batch: exponential backoff with jitter. Up to half of each delay is subtracted at random, so that
 * several senders do not retry at the same moment.
 *
 * @param maxAttempts maximum calls for one batch, including the first
 * @param initialDelay milliseconds before the second call
 * @param maxDelay maximum milliseconds between two calls
 */
record Backoff(int maxAttempts, long initialDelay, long maxDelay) {

    /**
     * Eight calls within 6 to 13 seconds. A shard accepts 1 MiB per second (Kinesis quotas), so a full batch of 5 MiB for a
     * single shard needs more than five seconds even without other problems.
     */
    static final Backoff DEFAULT = new Backoff(8, 100, 10_000);

    /** @throws IllegalArgumentException if there is no attempt, or a delay is negative */
    Backoff {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts is " + maxAttempts + ". Set it to 1 or more.");
        }
        if (initialDelay < 0 || maxDelay < initialDelay) {
            throw new IllegalArgumentException(
                    "backoffInitialDelay is " + initialDelay + " and backoffMaxDelay is " + maxDelay
                            + ". Set the initial delay to 0 or more, and the maximum to at least the initial delay.");
        }
    }

    /**
     * Returns the milliseconds to wait after a failed call.
     *
     * @param attempt the number of the failed call of the batch, from 1
     * @param random from 0 to 1
     */
    long delayAfter(int attempt, double random) {
        double doubled = initialDelay * Math.pow(2, attempt - 1.0);
        double delay = Math.min(doubled, maxDelay);
        return Math.round(delay / 2 + delay / 2 * random);
    }
}
