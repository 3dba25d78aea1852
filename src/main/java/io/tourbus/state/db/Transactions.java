package io.tourbus.state.db;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Reads and writes, each in a transaction of its own. */
public final class Transactions {

    /**
     * What is over when it is tried again: another transaction inserted the same row first, or the two waited for each
     * other. MERGE does not see rows that others have not committed yet.
     */
    private static final Set<String> PASSING = Set.of("23505", "40001", "40P01", "HYT00", "90131");

    private static final int ATTEMPTS = 10;

    private final Jdbi jdbi;
    private final DatabaseErrorTranslator diagnosis;

    public Transactions(Jdbi jdbi, DatabaseErrorTranslator diagnosis) {
        this.jdbi = jdbi;
        this.diagnosis = diagnosis;
    }

    public <T> T read(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.withHandle(work);
        } catch (JdbiException e) {
            throw diagnosis.translate(e);
        }
    }

    /** @param work may be done several times, until it is done undisturbed */
    public <T> T write(HandleCallback<T, RuntimeException> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                return jdbi.inTransaction(work);
            } catch (JdbiException e) {
                if (attempt == ATTEMPTS || !isPassing(e)) {
                    throw diagnosis.translate(e);
                }
            }
        }
    }

    /**
     * As {@link #write}, and not before it outlives the process, however that ends: H2 writes a little later of itself.
     */
    public <T> T writeThrough(HandleCallback<T, RuntimeException> work) {
        var result = write(work);
        if (diagnosis.isH2()) {
            read(database -> database.execute("CHECKPOINT SYNC"));
        }
        return result;
    }

    private static boolean isPassing(JdbiException failure) {
        return DatabaseErrorTranslator.causes(failure)
                .anyMatch(cause -> cause instanceof SQLException sql && PASSING.contains(sql.getSQLState()));
    }
}
