package io.tourbus.state;

import io.tourbus.model.LandedObject;
import io.tourbus.state.db.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Stores which objects each run has written to the lake, until its manifest is written; another process may resume the run. */
public final class LandedObjects {

    /** After this time, no process resumes an unfinished run. */
    private static final Duration RETENTION = Duration.ofDays(30);

    private final Transactions transactions;

    LandedObjects(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Stores an object of a run, and replaces an entry with the same bucket and key. */
    public void put(String runId, LandedObject object, Instant now) {
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO landed_objects USING (SELECT 1) AS input
                        ON run_id = :run AND bucket = :bucket AND object_key = :key
                        WHEN MATCHED THEN UPDATE SET lines = :lines, bytes = :bytes, sha256 = :sha256, landed_at = :now
                        WHEN NOT MATCHED THEN INSERT (run_id, bucket, object_key, lines, bytes, sha256, landed_at)
                            VALUES (:run, :bucket, :key, :lines, :bytes, :sha256, :now)""")
                .bind("run", runId)
                .bindMethods(object)
                .bind("now", now)
                .execute());
    }

    /** Returns whether a run has an object with the same bucket and key, whatever its content. */
    public boolean contains(String runId, LandedObject object) {
        return transactions.read(database -> database.createQuery("""
                                SELECT COUNT(*) FROM landed_objects
                                WHERE run_id = :run AND bucket = :bucket AND object_key = :key""")
                        .bind("run", runId)
                        .bindMethods(object)
                        .mapTo(Long.class)
                        .one())
                > 0;
    }

    /** Returns the objects of a run, sorted by key. */
    public List<LandedObject> find(String runId) {
        return transactions.read(database -> database.createQuery("""
                        SELECT bucket, object_key AS "key", lines, bytes, sha256 FROM landed_objects WHERE run_id = :run
                        ORDER BY object_key, bucket""")
                .bind("run", runId)
                .mapTo(LandedObject.class)
                .list());
    }

    /** Deletes the objects of a run whose manifest is written, and those of all runs that exceed the retention. */
    public void delete(String runId, Instant now) {
        transactions.write(database -> database.createUpdate(
                        "DELETE FROM landed_objects WHERE run_id = :run OR landed_at < :longAgo")
                .bind("run", runId)
                .bind("longAgo", now.minus(RETENTION))
                .execute());
    }
}
