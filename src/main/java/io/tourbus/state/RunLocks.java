package io.tourbus.state;

import java.time.Instant;
import java.util.Optional;

/** Who runs a job. A lock ends by itself when its holder does not say in time that it still runs. */
public final class RunLocks {

    private final Transactions transactions;

    RunLocks(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Takes the lock of a job that nobody holds.
     *
     * @param until when it ends unless it is {@linkplain #renew renewed}
     * @return who holds it instead; empty when it is taken
     */
    public Optional<String> take(String job, String holder, Instant now, Instant until) {
        return transactions.write(database -> {
            var known = database.createQuery("SELECT holder, ends FROM run_locks WHERE job = :job FOR UPDATE")
                    .bind("job", job)
                    .map(row -> new Lock(row.getColumn("holder", String.class), row.getColumn("ends", Instant.class)))
                    .findOne();
            var other = known.filter(lock -> lock.ends().isAfter(now)).map(Lock::holder);
            if (other.isEmpty()) {
                database.createUpdate(
                                known.isPresent()
                                        ? "UPDATE run_locks SET holder = :holder, ends = :ends WHERE job = :job"
                                        : "INSERT INTO run_locks (job, holder, ends) VALUES (:job, :holder, :ends)")
                        .bind("job", job)
                        .bind("holder", holder)
                        .bind("ends", until)
                        .execute();
            }
            return other;
        });
    }

    /** The holder still runs. @return false when the lock is no longer his */
    public boolean renew(String job, String holder, Instant until) {
        return transactions.write(database -> database.createUpdate(
                                "UPDATE run_locks SET ends = :ends WHERE job = :job AND holder = :holder")
                        .bind("job", job)
                        .bind("holder", holder)
                        .bind("ends", until)
                        .execute())
                > 0;
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

    private record Lock(String holder, Instant ends) {}
}
