package io.tourbus.source.limit;

import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what to do when a source refuses a request for now: pause all its requests for the time in {@code Retry-After},
 * or block the source if that is longer than {@code tourbus.retry.max-wait-seconds}.
 */
public record RetryAfterPolicy(RequestPacer pacer, Clock clock, Supplier<Duration> maxWait, DailyQuota quota) {

    private static final Logger LOG = LoggerFactory.getLogger(RetryAfterPolicy.class);

    /**
     * Handles a temporary refusal.
     *
     * @param header {@code Retry-After}; {@code null} if the response has none
     * @return the exception to throw
     */
    public SourceException onThrottled(Refusal refusal, String header) {
        var requested = parse(header, clock);
        if (header != null && requested.isEmpty()) {
            LOG.warn("Retry-After is neither seconds nor a date: '{}'. Using tourbus.retry.backoff-seconds.", header);
        }
        return requested
                .map(wait -> pause(refusal, wait))
                .orElseGet(() -> new SourceException.Unavailable(refusal, ""));
    }

    /** Whether the header {@code Retry-After} is present and names a time. */
    public boolean isReadable(String header) {
        return parse(header, clock).isPresent();
    }

    /** Pauses or blocks the source. @return the exception to throw */
    public SourceException pause(Refusal refusal, Duration wait) {
        if (wait.compareTo(maxWait.get()) > 0) {
            return quota.block(
                    "%s. The requested pause of %d s is longer than tourbus.retry.max-wait-seconds"
                            .formatted(refusal, wait.toSeconds()),
                    wait);
        }
        pacer.pause(wait);
        return new SourceException.Unavailable(refusal, "the requested pause is %d s".formatted(wait.toSeconds()));
    }

    /**
     * Blocks a source whose quota is used up.
     *
     * @param header {@code Retry-After}; {@code null} if the response has none
     * @param defaultWait how long to block the source without a valid header
     * @return the exception to throw
     */
    public SourceException onQuotaExceeded(Refusal refusal, String header, Duration defaultWait) {
        return quota.block(
                "%s returned %d %s: the quota is used up".formatted(refusal.source(), refusal.status(), refusal.code()),
                parse(header, clock).orElse(defaultWait));
    }

    /**
     * Parses the header {@code Retry-After} (RFC 9110, section 10.2.3): whole seconds or a date.
     *
     * @return the time to wait from now, not negative; empty if the header is missing or malformed
     */
    static Optional<Duration> parse(String header, Clock clock) {
        var value = header == null ? "" : header.strip();
        try {
            if (value.matches("\\d+")) {
                return Optional.of(Duration.ofSeconds(Integer.parseInt(value)));
            }
            var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
