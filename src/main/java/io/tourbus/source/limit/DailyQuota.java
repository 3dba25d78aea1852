package io.tourbus.source.limit;

import io.tourbus.source.error.SourceException;
import io.tourbus.state.QuotaUsage;
import io.tourbus.state.QuotaUsage.QuotaDay;
import io.tourbus.state.SourceBlocks;
import io.tourbus.state.SourceBlocks.SourceBlock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What may be asked of a source in a day, and whether it may be asked at all for now. Both are remembered across restarts.
 * A day begins with its first request and lasts 24 hours, as Ticketmaster counts, unless the source tells its end.
 */
public final class DailyQuota {

    /**
     * How much of a day's requests a job may take, all its runs together; one at least.
     *
     * @param job its label
     * @param percent 1 to 100
     */
    public record Share(String job, int percent) {}

    private final String source;
    private final QuotaUsage usage;
    private final SourceBlocks blocks;
    private final Clock clock;
    private volatile int perDay;

    /** @param perDay requests a day; 0 for no limit of our own */
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

    /** Requests a day; 0 for no limit of our own. */
    public int perDay() {
        return perDay;
    }

    public void allow(int requests) {
        perDay = requests;
    }

    /** Until when the source is not to be asked, and why; empty when it may be. */
    public Optional<SourceBlock> block() {
        return blocks.find(source, clock.instant());
    }

    /** Lets the source be asked again, whatever it said. */
    public void unblock() {
        blocks.clear(source);
    }

    /** The requests left today; empty where there is no limit. */
    public OptionalLong left() {
        return perDay == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, perDay - today().used()));
    }

    /** The requests counted today. */
    public QuotaDay today() {
        return usage.day(source, clock.instant());
    }

    /**
     * Takes a request from what a job may ask today.
     *
     * @throws SourceException.Blocked when the source is not to be asked, or the job has had its share
     */
    public void take(Share share) {
        refuse(blocked());
        usage.count(source, share.job(), clock.instant(), day -> refuse(spent(share, day)));
    }

    private static void refuse(Optional<SourceException.Blocked> refusal) {
        refusal.ifPresent(blocked -> {
            throw blocked;
        });
    }

    /** Why a job may not ask the source now; empty when it may. */
    public Optional<SourceException.Blocked> refusal(Share share) {
        return blocked().or(() -> spent(share, today()));
    }

    private Optional<SourceException.Blocked> blocked() {
        return block().map(found -> new SourceException.Blocked(found.reason(), found.until()));
    }

    private Optional<SourceException.Blocked> spent(Share share, QuotaDay day) {
        if (perDay > 0 && day.used() >= perDay) {
            var reason = "the %,d requests a day of tourbus.%s.requests-per-day are used up".formatted(perDay, source);
            return Optional.of(new SourceException.Blocked(reason, day.ends()));
        }
        var most = Math.max(1, (long) perDay * share.percent() / 100);
        if (perDay > 0 && day.byJob().getOrDefault(share.job(), 0L) >= most) {
            var reason = "%s has had its %,d requests of the day (tourbus.jobs.%s.share-percent)"
                    .formatted(share.job(), most, share.job());
            return Optional.of(new SourceException.Blocked(reason, day.ends()));
        }
        return Optional.empty();
    }

    /** The source's own count: it knows of requests that other programs have sent. */
    public void synchronize(long limit, long available, Instant reset) {
        var now = clock.instant();
        if (limit > 0 && available >= 0 && reset.isAfter(now)) {
            usage.correct(source, reset, limit - available, now);
        }
    }

    /** Remembers that the source is not to be asked for a while, to the full second. */
    public SourceException.Blocked block(String reason, Duration wait) {
        var until = clock.instant().plus(wait).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        blocks.put(new SourceBlock(source, until, reason));
        return new SourceException.Blocked(reason, until);
    }
}
