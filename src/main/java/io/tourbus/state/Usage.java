package io.tourbus.state;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * Requests counted against a daily quota, for all processes that share the database. A day begins with its first
 * request and lasts 24 hours unless the source names another end.
 */
public final class Usage {

    private static final String SELECT = "SELECT ends, by_job FROM usage_days WHERE source = :source";
    private static final String SELECT_AND_LOCK = SELECT + " FOR UPDATE";
    private static final String UPDATE = "UPDATE usage_days SET ends = :ends, by_job = :by_job WHERE source = :source";
    private static final String INSERT =
            "INSERT INTO usage_days (source, ends, by_job) VALUES (:source, :ends, :by_job)";

    private final Transactions transactions;

    Usage(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Counts one request, as the first of a new day when there is no day or the last one is over. */
    public Day count(String source, String job, Instant now) {
        return count(source, job, now, day -> {});
    }

    /** @param check sees the day before the request is counted; when it throws, the request is not counted */
    public Day count(String source, String job, Instant now, Consumer<Day> check) {
        return change(source, now, day -> {
            check.accept(day);
            return day.plus(job, 1);
        });
    }

    /** The day under way; when it is over or there is none, a day with nothing used that would begin now. */
    public Day day(String source, Instant now) {
        return transactions.read(database -> underWay(select(database, SELECT, source), now));
    }

    /**
     * Takes the source's own word. Its end counts; its number counts when it is the higher one, the difference as used
     * {@linkplain Day#ELSEWHERE elsewhere}, for answers may overtake each other.
     */
    public void correct(String source, Instant ends, long used, Instant now) {
        change(source, now, day -> day.corrected(ends, used));
    }

    /** Where there is no row to lock, INSERT is what makes all but one of several transactions fail and try again. */
    private Day change(String source, Instant now, UnaryOperator<Day> change) {
        return transactions.write(database -> {
            var last = select(database, SELECT_AND_LOCK, source);
            var day = change.apply(underWay(last, now));
            database.createUpdate(last.isPresent() ? UPDATE : INSERT)
                    .bind("source", source)
                    .bind("ends", day.ends())
                    .bind("by_job", Json.of(day.byJob()))
                    .execute();
            return day;
        });
    }

    private static Optional<Day> select(Handle database, String sql, String source) {
        return database.createQuery(sql)
                .bind("source", source)
                .map(row -> Day.of(
                        row.getColumn("ends", Instant.class), Json.counts(row.getColumn("by_job", String.class))))
                .findOne();
    }

    private static Day underWay(Optional<Day> last, Instant now) {
        return last.filter(day -> !day.isOver(now)).orElseGet(() -> Day.beginning(now));
    }
}
