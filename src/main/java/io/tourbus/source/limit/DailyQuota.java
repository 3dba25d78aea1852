package io.tourbus.source.limit;

import io.tourbus.source.error.SourceException;
import io.tourbus.state.limit.QuotaUsage;
import io.tourbus.state.limit.QuotaUsage.QuotaDay;
import io.tourbus.state.limit.SourceBlocks;
import io.tourbus.state.limit.SourceBlocks.SourceBlock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits the requests to a source per day, and blocks a source that asked for a long pause. Both survive restarts. A day
 * starts with its first request and lasts 24 hours, unless the source reports when it ends. Thread-safe.
 */
public final class DailyQuota {

    /**
     * The share of the daily requests that all runs of a job may use together, at least one request.
     *
     * @param job label of the job
     * @param percent 1 to 100
     */
    public record Share(String job, int percent) {}

    private final String source;
    private final QuotaUsage usage;
    private final SourceBlocks blocks;
    private final Clock clock;
    private volatile int perDay;

    /** @param perDay requests per day; 0 for no limit */
    public DailyQuota(String source, int perDay, QuotaUsage usage, SourceBlocks blocks, Clock clock) {
        this.source = source;
        this.perDay = perDay;
        this.usage = usage;
        this.blocks = blocks;
        this.clock = clock;
    }

    public String source() {
        return source;
    }

    /** Requests per day; 0 for no limit. */
    public int perDay() {
        return perDay;
    }

    /** Changes the limit; 0 for no limit. */
    public void setPerDay(int requests) {
        perDay = requests;
    }

    /** Until when no requests are sent to the source, and why; empty if it is not blocked. */
    public Optional<SourceBlock> block() {
        return blocks.find(source, clock.instant());
    }

    /** Removes the block. */
    public void unblock() {
        blocks.clear(source);
    }

    /** The remaining requests of the day; empty if there is no limit. */
    public OptionalLong remaining() {
        return perDay == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, perDay - today().used()));
    }

    /** The requests sent in the current day. */
    public QuotaDay today() {
        return usage.day(source, clock.instant());
    }

    /**
     * Counts a request of a job.
     *
     * @throws SourceException.Blocked if the source is blocked, or the daily limit or the share of the job is used up
     */
    public void take(Share share) {
        throwIfPresent(blocked());
        usage.count(source, share.job(), clock.instant(), day -> throwIfPresent(exhausted(share, day)));
    }

    private static void throwIfPresent(Optional<SourceException.Blocked> refusal) {
        refusal.ifPresent(blocked -> {
            throw blocked;
        });
    }

    /** Why a job may not send a request now; empty if it may. */
    public Optional<SourceException.Blocked> refusal(Share share) {
        return blocked().or(() -> exhausted(share, today()));
    }

    private Optional<SourceException.Blocked> blocked() {
        return block().map(found -> new SourceException.Blocked(found.reason(), found.until()));
    }

    private Optional<SourceException.Blocked> exhausted(Share share, QuotaDay day) {
        if (perDay > 0 && day.used() >= perDay) {
            var reason = "the %,d requests of tourbus.%s.requests-per-day are used up".formatted(perDay, source);
            return Optional.of(new SourceException.Blocked(reason, day.ends()));
        }
        var limit = Math.max(1, (long) perDay * share.percent() / 100);
        if (perDay > 0 && day.byJob().getOrDefault(share.job(), 0L) >= limit) {
            var reason = "the %,d requests per day of %s are used up (tourbus.jobs.%s.share-percent)"
                    .formatted(limit, share.job(), share.job());
            return Optional.of(new SourceException.Blocked(reason, day.ends()));
        }
        return Optional.empty();
    }

    /**
     * Corrects the count with the numbers of the source, which include requests of other programs.
     *
     * @param limit requests per day
     * @param available remaining requests
     * @param reset end of the day
     */
    public void synchronize(long limit, long available, Instant reset) {
        var now = clock.instant();
        if (limit > 0 && available >= 0 && reset.isAfter(now)) {
            usage.correct(source, reset, limit - available, now);
        }
    }

    /** Blocks the source, also after a restart. The end is rounded up to a full second. */
    public SourceException.Blocked block(String reason, Duration wait) {
        var until = clock.instant().plus(wait).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        blocks.put(new SourceBlock(source, until, reason));
        return new SourceException.Blocked(reason, until);
    }
}
