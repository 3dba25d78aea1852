package io.tourbus.state.limit;

import io.tourbus.state.db.SharedFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files beside the H2 file with the rates and quotas of the sources. Only one process can open the H2 file. The others share its limits
 * through these files.
 */
public final class LimitFiles {

    /** A process holds a file for less than a millisecond, unless it writes to the database meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path state;
    private final Clock clock;
    private final Map<String, SharedFile<Usage>> usages = new ConcurrentHashMap<>();
    private final Map<String, SharedRate> rates = new ConcurrentHashMap<>();

    /** @param state the path of the H2 file without {@code .mv.db} */
    public LimitFiles(Path state, Clock clock) {
        this.state = state;
        this.clock = clock;
    }

    public SharedRate rate(String source, String account) {
        return rates.computeIfAbsent(
                source + "-" + account, name -> new FileRate(file("rate-" + name, SendTimes.NONE), clock));
    }

    SharedFile<Usage> usage(String source) {
        return usages.computeIfAbsent(source, name -> file("quota-" + name, Usage.NONE));
    }

    @SuppressWarnings("unchecked")
    private <T> SharedFile<T> file(String name, T empty) {
        var path = state.resolveSibling("%s.%s.json".formatted(state.getFileName(), name));
        return new SharedFile<>(path, empty, (Class<T>) empty.getClass(), PATIENCE);
    }

    /**
     * The usage of a source. Instants are in milliseconds.
     *
     * @param ends when the day of the quota ends; 0 if there is none
     * @param byJob the requests of the day by job label
     * @param blockedUntil until when the source must not be called
     * @param reason why
     */
    public record Usage(long ends, Map<String, Long> byJob, long blockedUntil, String reason) {

        static final Usage NONE = new Usage(0, Map.of(), 0, "");

        public Usage {
            byJob = byJob == null ? Map.of() : Map.copyOf(byJob);
            reason = reason == null ? "" : reason;
        }

        Optional<QuotaUsage.QuotaDay> day() {
            return ends == 0
                    ? Optional.empty()
                    : Optional.of(new QuotaUsage.QuotaDay(Instant.ofEpochMilli(ends), byJob));
        }

        Usage with(QuotaUsage.QuotaDay day) {
            return new Usage(day.ends().toEpochMilli(), day.byJob(), blockedUntil, reason);
        }

        Optional<SourceBlocks.SourceBlock> block(String source, Instant now) {
            var until = Instant.ofEpochMilli(blockedUntil);
            return until.isAfter(now)
                    ? Optional.of(new SourceBlocks.SourceBlock(source, until, reason))
                    : Optional.empty();
        }

        Usage with(SourceBlocks.SourceBlock block) {
            var millis = block.until().toEpochMilli();
            return millis > blockedUntil ? new Usage(ends, byJob, millis, block.reason()) : this;
        }

        Usage unblocked() {
            return new Usage(ends, byJob, 0, "");
        }
    }

    private record FileRate(SharedFile<SendTimes> file, Clock clock) implements SharedRate {

        @Override
        public SendTimes update(Change change) {
            return file.update(last -> change.apply(last, now()));
        }

        @Override
        public long pause() {
            return file.read().pause(now());
        }

        private long now() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        }
    }
}
