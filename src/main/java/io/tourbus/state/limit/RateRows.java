package io.tourbus.state.limit;

import io.tourbus.state.db.Transactions;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;

/**
 * The times of one API key in PostgreSQL, measured with its clock. No statement waits for another process: a change applies if
 * the row is still the one that was read, and is otherwise computed again.
 */
public final class RateRows implements SharedRate {

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
    private static final String ROW = " WHERE source = :source AND account = :account";
    private static final String SELECT = "SELECT *, " + NOW + " AS now FROM send_times" + ROW;
    private static final String INSERT = """
            INSERT INTO send_times VALUES (:source, :account, 0, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING""";
    private static final String UPDATE = """
            UPDATE send_times SET at = :at, slot = :slot, lease = :lease, next = :next, period = :period,
            period_ends = :periodEnds, paused_until = :pausedUntil, changes = changes + 1""" + ROW;
    private static final String UNCHANGED = " AND changes = :changes";
    private static final int MAX_ATTEMPTS = 100;

    private final Transactions transactions;
    private final String source;
    private final String account;

    public RateRows(Transactions transactions, String source, String account) {
        this.transactions = transactions;
        this.source = source;
        this.account = account;
    }

    /** A row, and the time of the database. */
    public record Row(@Nested SendTimes times, long changes, long now) {}

    /** Threads of this process take turns, so that only other processes cause repetitions. */
    @Override
    public synchronized SendTimes update(Change change) {
        for (var attempt = 1; ; attempt++) {
            var row = row();
            var changed = change.apply(row.times(), row.now());
            if (store(changed, row.changes(), attempt < MAX_ATTEMPTS ? UPDATE + UNCHANGED : UPDATE)) {
                return changed;
            }
        }
    }

    @Override
    public long pause() {
        var row = row();
        return row.times().pause(row.now());
    }

    /** Each statement is a transaction: otherwise, a process that stops before its commit would block the others. */
    private boolean store(SendTimes times, long changes, String sql) {
        return transactions.read(database -> database.createUpdate(sql)
                        .bind("source", source)
                        .bind("account", account)
                        .bind("changes", changes)
                        .bindMethods(times)
                        .execute())
                > 0;
    }

    private Row row() {
        return transactions.read(database -> find(database).orElseGet(() -> {
            database.createUpdate(INSERT)
                    .bind("source", source)
                    .bind("account", account)
                    .execute();
            return find(database).orElseThrow();
        }));
    }

    private Optional<Row> find(Handle database) {
        return database.createQuery(SELECT)
                .bind("source", source)
                .bind("account", account)
                .mapTo(Row.class)
                .findOne();
    }
}
