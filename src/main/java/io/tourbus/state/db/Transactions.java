package io.tourbus.state.db;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each read or write of the state database in a separate transaction, and repeats writes after conflicts. */
public final class Transactions {

    /**
     * SQL states of unique key violations, deadlocks, serialization failures and lock timeouts. MERGE can violate a key because
     * it does not see rows that other transactions have not yet committed.
     */
    private static final Set<String> RETRYABLE_STATES = Set.of("23505", "40001", "40P01", "HYT00", "90131");

    private static final int MAX_ATTEMPTS = 10;

    private static final long SYNC_NANOS = 250_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /** Keeps the parsed statements. With one for each database, a second start in a process would parse all of them again. */
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private final AtomicLong lastSync = new AtomicLong(System.nanoTime());
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<FileCompaction> compaction;
    private volatile boolean compactionFailed;
    private final Jdbi jdbi;
    private final DatabaseErrorTranslator errors;

    public Transactions(DataSource database, DatabaseErrorTranslator errors) {
        this.jdbi = Jdbi.create(database).installPlugin(new ColumnTypes());
        this.errors = errors;
        jdbi.getConfig(SqlStatements.class).setSqlParser(PARSER);
    }

    public <T> T read(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.withHandle(work);
        } catch (JdbiException e) {
            throw errors.translate(e);
        }
    }

    /** Counts the rows of a table. @param from a table name, optionally with a WHERE clause */
    public long count(String from) {
        return read(database -> database.createQuery("SELECT COUNT(*) FROM " + from)
                .mapTo(Long.class)
                .one());
    }

    /** Runs a transaction. @param work is repeated if it conflicts with another transaction, up to 10 times */
    public <T> T write(HandleCallback<T, RuntimeException> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                var result = jdbi.inTransaction(work);
                syncIfDue();
                compactFile(FileCompaction::step);
                return result;
            } catch (JdbiException e) {
                if (attempt == MAX_ATTEMPTS || !isRetryable(e)) {
                    throw errors.translate(e);
                }
            }
        }
    }

    /**
     * Runs a transaction like {@link #write}, one after the other in this process. It is for transactions that insert many rows which
     * others may insert at the same time. With H2, all but one of them would fail until that one ends.
     */
    public <T> T writeInTurn(HandleCallback<T, RuntimeException> work) {
        turn.lock();
        try {
            return write(work);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Runs a transaction like {@link #write}, and returns when it is on disk. H2 by default writes commits with a short delay.
     */
    public <T> T writeThrough(HandleCallback<T, RuntimeException> work) {
        var result = write(work);
        if (errors.isH2()) {
            sync();
        }
        return result;
    }

    /** Limits what is lost if the power fails, and what H2 must keep of older versions until then. */
    private void syncIfDue() {
        var last = lastSync.get();
        var now = System.nanoTime();
        if (errors.isH2() && now - last > SYNC_NANOS && lastSync.compareAndSet(last, now)) {
            sync();
        }
    }

    /** Shrinks H2's file before it is closed. */
    public void shrinkFile() {
        compactFile(file -> file.shrink(FileCompaction.MAX_CLOSE_SHRINK_NANOS));
    }

    /** Shrinks H2's file if it is larger than {@link #write} would leave it. */
    public void limitFile() {
        compactFile(FileCompaction::limit);
    }

    /** What was written before is committed, so a failure is only logged, once in a row. H2 fails on an interrupted thread. */
    private void compactFile(Consumer<FileCompaction> work) {
        if (errors.isH2() && !Thread.currentThread().isInterrupted()) {
            try {
                compaction().ifPresent(work);
                compactionFailed = false;
            } catch (RuntimeException e) {
                if (e.getCause() instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                } else if (!compactionFailed) {
                    compactionFailed = true;
                    LOG.warn("state file not compacted reason={}", e.toString());
                }
            }
        }
    }

    private synchronized Optional<FileCompaction> compaction() {
        if (compaction == null) {
            compaction = read(FileCompaction::find);
        }
        return compaction;
    }

    private void sync() {
        lastSync.set(System.nanoTime());
        try {
            compaction()
                    .ifPresentOrElse(FileCompaction::sync, () -> read(database -> database.execute("CHECKPOINT SYNC")));
        } catch (MVStoreException e) {
            throw errors.translate(e);
        }
    }

    private static boolean isRetryable(JdbiException failure) {
        return DatabaseErrorTranslator.causes(failure)
                .anyMatch(cause -> cause instanceof SQLException sql && RETRYABLE_STATES.contains(sql.getSQLState()));
    }
}
