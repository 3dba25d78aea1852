package io.tourbus.source;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do when a source says "not now": hold all its calls back for as long as it asks, or end its part of the run
 * when that is longer than a run is willing to wait.
 */
public final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final Gate gate;
    private final RetryAfter retryAfter;
    private final Duration longest;

    public Patience(Gate gate, RetryAfter retryAfter, Duration longest) {
        this.gate = gate;
        this.retryAfter = retryAfter;
        this.longest = longest;
    }

    /**
     * @param said what the source answered, for the message
     * @param header its {@code Retry-After}; {@code null} when it sent none
     */
    public SourceException notNow(String said, String header) {
        var asked = retryAfter.read(header);
        if (header != null && asked.isEmpty()) {
            LOG.warn("Retry-After '{}' is neither seconds nor a date: backing off as configured instead", header);
        }
        return asked.map(wait -> pause(said, wait)).orElseGet(() -> new SourceException.Unavailable(said));
    }

    /** Holds the source's calls back for a while that its answer implies. */
    public SourceException pause(String said, Duration wait) {
        if (wait.compareTo(longest) > 0) {
            return new SourceException.Closed("%s, and asks to wait %d s, longer than tourbus.retry.max-wait-seconds"
                    .formatted(said, wait.toSeconds()));
        }
        gate.closeFor(wait);
        return new SourceException.Unavailable("%s, and asks to wait %d s".formatted(said, wait.toSeconds()));
    }
}
