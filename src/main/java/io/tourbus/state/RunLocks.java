package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Duration;
import java.util.Optional;

/**
 * Ensures that one process at a time runs a job. A lock expires unless its holder renews it in time. Expiry is compared with
 * the clock of the database, which all processes share.
 */
public final class RunLocks {

    private static final String END = "CURRENT_TIMESTAMP + CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND";

    private final Transactions transactions;

    RunLocks(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Acquires the lock of a job if no other process holds it.
     *
     * @param lease the time until the lock expires unless it is {@linkplain #renew renewed}
     * @return the holder that prevented it; empty if the lock was acquired
     */
    public Optional<String> take(String job, String holder, Duration lease) {
        return transactions.write(database -> {
            var lock = database.createQuery("""
                            SELECT holder, ends > CURRENT_TIMESTAMP AS lasts FROM run_locks WHERE job = :job FOR UPDATE""")
                    .bind("job", job)
                    .map(row -> new Lock(row.getColumn("holder", String.class), row.getColumn("lasts", Boolean.class)))
                    .findOne();
            var other = lock.filter(Lock::valid).map(Lock::holder);
            if (other.isEmpty()) {
                database.createUpdate(
                                lock.isPresent()
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

    /** Extends the lock. @return false if the holder has lost the lock */
    public boolean renew(String job, String holder, Duration lease) {
        return transactions.write(database -> database.createUpdate(
                                "UPDATE run_locks SET ends = %s WHERE job = :job AND holder = :holder".formatted(END))
                        .bind("job", job)
                        .bind("holder", holder)
                        .bind("seconds", lease.toSeconds())
                        .execute())
                > 0;
    }

    /** Returns the last holder of a job's lock, even if the lock has expired. */
    public Optional<String> holder(String job) {
        return transactions.read(database -> database.createQuery("SELECT holder FROM run_locks WHERE job = :job")
                .bind("job", job)
                .mapTo(String.class)
                .findOne());
    }

    /** Deletes all locks; only safe if no other process uses the database. */
    void clear() {
        transactions.write(
                database -> database.createUpdate("DELETE FROM run_locks").execute());
    }

    /** Releases a lock, unless another process holds it. */
    public void release(String job, String holder) {
        transactions.write(
                database -> database.createUpdate("DELETE FROM run_locks WHERE job = :job AND holder = :holder")
                        .bind("job", job)
                        .bind("holder", holder)
                        .execute());
    }

    private record Lock(String holder, boolean valid) {}
}
