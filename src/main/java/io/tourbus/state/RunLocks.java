package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Duration;
import java.util.Optional;

/**
 * Who runs a job. A lock ends by itself when its holder does not say in time that it still runs; the clock of the database
 * counts, which all who share it have in common.
 */
public final class RunLocks {

    private static final String END = "CURRENT_TIMESTAMP + CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND";

    private final Transactions transactions;

    RunLocks(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Takes the lock of a job that nobody holds.
     *
     * @param lease how long it lasts unless it is {@linkplain #renew renewed}
     * @return who holds it instead; empty when it is taken
     */
    public Optional<String> take(String job, String holder, Duration lease) {
        return transactions.write(database -> {
            var known = database.createQuery("""
                            SELECT holder, ends > CURRENT_TIMESTAMP AS lasts FROM run_locks WHERE job = :job FOR UPDATE""")
                    .bind("job", job)
                    .map(row -> new Lock(row.getColumn("holder", String.class), row.getColumn("lasts", Boolean.class)))
                    .findOne();
            var other = known.filter(Lock::lasts).map(Lock::holder);
            if (other.isEmpty()) {
                database.createUpdate(
                                known.isPresent()
                                        ? "UPDATE run_locks SET holder = :holder, ends = %s WHERE job = :job"
                                                .formatted(END)
                                        : "INSERT INTO run_locks (job, holder, ends) VALUES (:job, :holder, %s)"
                                                .formatted(END))
                        .bind("job", job)
                        .bind("holder", holder)
                        .bind("seconds", lease.toSeconds())
                        .execute();
            }
            return other;
        });
    }

    /** The holder still runs. @return false when the lock is no longer his */
    public boolean renew(String job, String holder, Duration lease) {
        return transactions.write(database -> database.createUpdate(
                                "UPDATE run_locks SET ends = %s WHERE job = :job AND holder = :holder".formatted(END))
                        .bind("job", job)
                        .bind("holder", holder)
                        .bind("seconds", lease.toSeconds())
                        .execute())
                > 0;
    }

    /** Who has the lock of a job. */
    public Optional<String> holder(String job) {
        return transactions.read(database -> database.createQuery("SELECT holder FROM run_locks WHERE job = :job")
                .bind("job", job)
                .mapTo(String.class)
                .findOne());
    }

    /** All holders are gone. */
    void clear() {
        transactions.write(
                database -> database.createUpdate("DELETE FROM run_locks").execute());
    }

    /** Gives a lock back; a lock that is somebody else's stays. */
    public void release(String job, String holder) {
        transactions.write(
                database -> database.createUpdate("DELETE FROM run_locks WHERE job = :job AND holder = :holder")
                        .bind("job", job)
                        .bind("holder", holder)
                        .execute());
    }

    private record Lock(String holder, boolean lasts) {}
}
