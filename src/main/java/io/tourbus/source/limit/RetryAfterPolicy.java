package io.tourbus.source.limit;

import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do when a source says "not now": hold all its calls back for as long as it asks, or, when that is longer than a
 * run is willing to wait, remember until when it is not to be asked.
 */
public final class RetryAfterPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(RetryAfterPolicy.class);

    private final PauseGate gate;
    private final RetryAfter retryAfter;
    private final Supplier<Duration> longest;
    private final DailyQuota quota;

    public RetryAfterPolicy(PauseGate gate, RetryAfter retryAfter, Supplier<Duration> longest, DailyQuota quota) {
        this.gate = gate;
        this.retryAfter = retryAfter;
        this.longest = longest;
        this.quota = quota;
    }

    /** @param header its {@code Retry-After}; {@code null} when it sent none */
    public SourceException onThrottled(Refusal refusal, String header) {
        var asked = retryAfter.read(header);
        if (header != null && asked.isEmpty()) {
            LOG.warn("Retry-After '{}' is neither seconds nor a date: backing off as configured instead", header);
        }
        return asked.map(wait -> pause(refusal, wait)).orElseGet(() -> new SourceException.Unavailable(refusal, ""));
    }

    /** Holds the source's calls back for a while that its answer implies. */
    public SourceException pause(Refusal refusal, Duration wait) {
        if (wait.compareTo(longest.get()) > 0) {
            return quota.block(
                    "%s and asks to wait %d s, longer than tourbus.retry.max-wait-seconds"
                            .formatted(refusal, wait.toSeconds()),
                    wait);
        }
        gate.closeFor(wait);
        return new SourceException.Unavailable(refusal, "it asks to wait %d s".formatted(wait.toSeconds()));
    }

    /**
     * The source has had as many requests as it allows: it is not asked again until it counts anew.
     *
     * @param header its {@code Retry-After}; {@code null} when it sent none
     * @param otherwise how long to leave it alone when it does not say
     */
    public SourceException onQuotaExceeded(Refusal refusal, String header, Duration otherwise) {
        return quota.block(
                "%s answered %d %s: the quota is used up".formatted(refusal.source(), refusal.status(), refusal.code()),
                retryAfter.read(header).orElse(otherwise));
    }
}
