package io.tourbus.state.limit;

import io.tourbus.state.db.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Counts requests against the daily quota of each source, across all processes that share the database. A quota day
 * begins with its first request and lasts 24 hours, unless the source reports another reset time.
 */
public final class QuotaUsage {

    private static final String SELECT = "SELECT ends, by_job FROM usage_days WHERE source = :source";
    private static final String SELECT_AND_LOCK = SELECT + " FOR UPDATE";
    private static final String UPDATE = "UPDATE usage_days SET ends = :ends, by_job = :byJob WHERE source = :source";
    private static final String INSERT =
            "INSERT INTO usage_days (source, ends, by_job) VALUES (:source, :ends, :byJob)";

    /** How far the database may be behind the files, so that not each request writes to it. */
    private static final long MAX_DELAY_NANOS = 1_000_000_000;

    private final Transactions transactions;
    private final Optional<LimitFiles> files;
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();

    /** When this process stored a count in the database, and the count since; empty if there is none. */
    private record Stored(long at, Optional<QuotaDay> since, Instant now) {}

    /** @param files what processes share that cannot open the database */
    public QuotaUsage(Transactions transactions, Optional<LimitFiles> files) {
        this.transactions = transactions;
        this.files = files;
    }

    /**
     * Counts one request. Begins a new day if the last one is over or there is none.
     *
     * @param check receives the day before the request is counted; if it throws, the request is not counted
     */
    public QuotaDay count(String source, String job, Instant now, Consumer<QuotaDay> check) {
        return change(source, now, day -> {
            check.accept(day);
            return day.plus(job, 1);
        });
    }

    /** Returns the current day. If it is over or there is none, returns an unused day that begins now. */
    public QuotaDay day(String source, Instant now) {
        var shared = files.flatMap(all -> all.usage(source).read().day());
        return transactions.read(database -> current(select(database, SELECT, source), shared, now));
    }

    /**
     * Adopts the reset time and the usage that the source reports. A usage below the stored one is ignored, because
     * responses can arrive out of order. A higher one counts as used {@linkplain QuotaDay#ELSEWHERE elsewhere}.
     */
    public void correct(String source, Instant ends, long used, Instant now) {
        change(source, now, day -> day.corrected(ends, used));
    }

    /** The file stays locked until the database has the new count, so that no other process counts meanwhile. */
    private QuotaDay change(String source, Instant now, UnaryOperator<QuotaDay> change) {
        return files.map(all -> all.usage(source)
                        .update(last -> last.with(changeShared(source, now, last.day(), change)))
                        .day()
                        .orElseThrow())
                .orElseGet(() -> change(source, now, Optional.empty(), change));
    }

    /** The file has the counts of the database once this process has stored one there. */
    private QuotaDay changeShared(
            String source, Instant now, Optional<QuotaDay> shared, UnaryOperator<QuotaDay> change) {
        var last = stored.get(source);
        if (last != null
                && System.nanoTime() - last.at < MAX_DELAY_NANOS
                && shared.filter(day -> !day.isOver(now)).isPresent()) {
            var day = change.apply(shared.get());
            stored.put(source, new Stored(last.at, Optional.of(day), now));
            return day;
        }
        var day = change(source, now, shared.or(() -> Optional.ofNullable(last).flatMap(Stored::since)), change);
        stored.put(source, new Stored(System.nanoTime(), Optional.empty(), now));
        return day;
    }

    /** Stores the counts that only the files have. */
    public void flush() {
        stored.replaceAll((source, last) -> {
            if (last.since.isPresent()) {
                change(source, last.now, last.since, UnaryOperator.identity());
            }
            return new Stored(last.at, Optional.empty(), last.now);
        });
    }

    /** If there is no row to lock, all but one of the concurrent INSERTs fail and their transactions are repeated. */
    private QuotaDay change(String source, Instant now, Optional<QuotaDay> shared, UnaryOperator<QuotaDay> change) {
        return transactions.write(database -> {
            var stored = select(database, SELECT_AND_LOCK, source);
            var day = change.apply(current(stored, shared, now));
            database.createUpdate(stored.isPresent() ? UPDATE : INSERT)
                    .bind("source", source)
                    .bindMethods(day)
                    .execute();
            return day;
        });
    }

    private static QuotaDay current(Optional<QuotaDay> stored, Optional<QuotaDay> shared, Instant now) {
        return Stream.of(shared, stored)
                .flatMap(Optional::stream)
                .filter(day -> !day.isOver(now))
                .reduce(QuotaDay::merge)
                .orElseGet(() -> QuotaDay.beginning(now));
    }

    private static Optional<QuotaDay> select(Handle database, String sql, String source) {
        return database.createQuery(sql)
                .bind("source", source)
                .mapTo(QuotaDay.class)
                .findOne();
    }

    /**
     * The usage of a daily quota.
     *
     * @param ends when the quota resets
     * @param byJob the number of requests since the last reset by job label
     */
    public record QuotaDay(Instant ends, Map<String, Long> byJob) {

        /** Takes the place of the job for requests that the source reports but Tourbus did not count. */
        public static final String ELSEWHERE = "elsewhere";

        private static final Duration LENGTH = Duration.ofHours(24);

        public QuotaDay {
            byJob = Collections.unmodifiableSortedMap(new TreeMap<>(byJob));
        }

        static QuotaDay beginning(Instant now) {
            return new QuotaDay(now.plus(LENGTH), Map.of());
        }

        /** The number of requests since the last reset. */
        public long used() {
            return byJob.values().stream().mapToLong(Long::longValue).sum();
        }

        /** The counts of this day and of another record of it, which may lack some; the later one of two days. */
        QuotaDay merge(QuotaDay other) {
            var difference = Duration.between(other.ends, ends);
            if (difference.abs().compareTo(LENGTH.dividedBy(2)) > 0) {
                return difference.isNegative() ? other : this;
            }
            var highest = new TreeMap<>(byJob);
            other.byJob.forEach((job, requests) -> highest.merge(job, requests, Math::max));
            return new QuotaDay(ends, highest);
        }

        boolean isOver(Instant now) {
            return !ends.isAfter(now);
        }

        QuotaDay plus(String job, long requests) {
            if (requests == 0) {
                return this;
            }
            var sums = new TreeMap<>(byJob);
            sums.merge(job, requests, Long::sum);
            return new QuotaDay(ends, sums);
        }

        /**
         * Returns the day as its source reports it. A reset more than half a day after the stored one belongs to the next day. The
         * source has then reset its quota before the local clock reached that time.
         */
        QuotaDay corrected(Instant reportedEnds, long reportedUsed) {
            var nextDay = reportedEnds.isAfter(ends.plus(LENGTH.dividedBy(2)));
            var stored = new QuotaDay(reportedEnds, nextDay ? Map.of() : byJob);
            return stored.plus(ELSEWHERE, Math.max(0, reportedUsed - stored.used()));
        }
    }
}
