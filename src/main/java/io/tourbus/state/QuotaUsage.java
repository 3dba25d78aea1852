package io.tourbus.state;

import io.tourbus.state.db.JsonColumns;
import io.tourbus.state.db.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * Requests counted against a daily quota, for all processes that share the database. A day begins with its first
 * request and lasts 24 hours unless the source names another end.
 */
public final class QuotaUsage {

    private static final String SELECT = "SELECT ends, by_job FROM usage_days WHERE source = :source";
    private static final String SELECT_AND_LOCK = SELECT + " FOR UPDATE";
    private static final String UPDATE = "UPDATE usage_days SET ends = :ends, by_job = :by_job WHERE source = :source";
    private static final String INSERT =
            "INSERT INTO usage_days (source, ends, by_job) VALUES (:source, :ends, :by_job)";

    private final Transactions transactions;

    QuotaUsage(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Counts one request, as the first of a new day when there is no day or the last one is over. */
    public QuotaDay count(String source, String job, Instant now) {
        return count(source, job, now, day -> {});
    }

    /** @param check sees the day before the request is counted; when it throws, the request is not counted */
    public QuotaDay count(String source, String job, Instant now, Consumer<QuotaDay> check) {
        return change(source, now, day -> {
            check.accept(day);
            return day.plus(job, 1);
        });
    }

    /** The day under way; when it is over or there is none, a day with nothing used that would begin now. */
    public QuotaDay day(String source, Instant now) {
        return transactions.read(database -> underWay(select(database, SELECT, source), now));
    }

    /**
     * Takes the source's own word. Its end counts; its number counts when it is the higher one, the difference as used
     * {@linkplain QuotaDay#ELSEWHERE elsewhere}, for answers may overtake each other.
     */
    public void correct(String source, Instant ends, long used, Instant now) {
        change(source, now, day -> day.corrected(ends, used));
    }

    /** Where there is no row to lock, INSERT is what makes all but one of several transactions fail and try again. */
    private QuotaDay change(String source, Instant now, UnaryOperator<QuotaDay> change) {
        return transactions.write(database -> {
            var last = select(database, SELECT_AND_LOCK, source);
            var day = change.apply(underWay(last, now));
            database.createUpdate(last.isPresent() ? UPDATE : INSERT)
                    .bind("source", source)
                    .bind("ends", day.ends())
                    .bind("by_job", JsonColumns.write(day.byJob()))
                    .execute();
            return day;
        });
    }

    private static Optional<QuotaDay> select(Handle database, String sql, String source) {
        return database.createQuery(sql)
                .bind("source", source)
                .map(row -> QuotaDay.of(
                        row.getColumn("ends", Instant.class),
                        JsonColumns.counts(row.getColumn("by_job", String.class))))
                .findOne();
    }

    private static QuotaDay underWay(Optional<QuotaDay> last, Instant now) {
        return last.filter(day -> !day.isOver(now)).orElseGet(() -> QuotaDay.beginning(now));
    }

    /** What was used of a daily quota, until the day ends, and by which job. */
    public record QuotaDay(Instant ends, long used, Map<String, Long> byJob) {

        /** The job under which requests are counted that only the source knows of. */
        public static final String ELSEWHERE = "elsewhere";

        private static final Duration LENGTH = Duration.ofHours(24);

        public QuotaDay {
            byJob = Collections.unmodifiableSortedMap(new TreeMap<>(byJob));
        }

        /** A day without a request, as it would be if it began now. */
        static QuotaDay beginning(Instant now) {
            return of(now.plus(LENGTH), Map.of());
        }

        static QuotaDay of(Instant ends, Map<String, Long> byJob) {
            return new QuotaDay(
                    ends, byJob.values().stream().mapToLong(Long::longValue).sum(), byJob);
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
            return of(ends, sums);
        }

        /**
         * The day as its source counts it. An end that lies more than half a day beyond the known one is that of the next
         * day, which the source began while the clock here had not reached the end of the last.
         */
        QuotaDay corrected(Instant toldEnds, long toldUsed) {
            var nextDay = toldEnds.isAfter(ends.plus(LENGTH.dividedBy(2)));
            var known = of(toldEnds, nextDay ? Map.of() : byJob);
            return known.plus(ELSEWHERE, Math.max(0, toldUsed - known.used()));
        }
    }
}
