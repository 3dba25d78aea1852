package io.tourbus.state;

import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.db.Transactions;
import io.tourbus.state.queue.HeldSlice;
import io.tourbus.state.queue.SharedSlices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** Stores which slices a run delivers or has delivered, until it cannot be resumed any more. */
public final class SliceRepository {

    private final Transactions transactions;
    private final DeliveredHashes hashes;

    SliceRepository(Transactions transactions, DeliveredHashes hashes) {
        this.transactions = transactions;
        this.hashes = hashes;
    }

    /** Stores a slice before its delivery begins, so that a resumed run delivers exactly the same slice again. */
    public void delivering(String runId, StoredSlice slice) {
        transactions.writeThrough(
                database -> database.createUpdate("""
                        MERGE INTO run_slices USING (SELECT 1) AS input ON run_id = :run AND name = :slice.name
                        WHEN NOT MATCHED THEN INSERT (run_id, %s, done, said, received, came)
                            VALUES (:run, %s, FALSE, 0, 0, 0)""".formatted(StoredSlice.COLUMNS, StoredSlice.VALUES))
                        .bind("run", runId)
                        .bindMethods("slice", slice)
                        .execute());
    }

    /** Marks a slice as delivered to all sinks, and stores the hashes of its records, by identity, in the same transaction. */
    public void done(
            Delivery delivery,
            SliceProgress slice,
            Map<String, String> records,
            Instant now,
            Optional<HeldSlice> held) {
        transactions.write(database -> {
            held.ifPresent(shared -> SharedSlices.acknowledge(database, shared));
            hashes.put(database, records, delivery, now);
            return database.createUpdate("""
                            UPDATE run_slices SET done = TRUE, said = :reportedTotal, received = :received, came = :unique
                            WHERE run_id = :run AND name = :slice.name""")
                    .bind("run", delivery.runId())
                    .bindMethods(slice)
                    .execute();
        });
        hashes.deleteOutdated();
    }

    /** Returns the slices of a run whose delivery has begun. */
    public List<SliceProgress> ofRun(String runId) {
        return transactions.read(database -> database.createQuery(
                        "SELECT %s, done, said, received, came FROM run_slices WHERE run_id = :run ORDER BY name"
                                .formatted(StoredSlice.COLUMNS))
                .bind("run", runId)
                .mapTo(SliceProgress.class)
                .list());
    }

    /**
     * Deletes the slices of all ended runs of a job. Those of a cancelled run stay until the next run ends.
     *
     * @param runId the run of the job that has just ended, with this status
     */
    static int deleteOfEndedRuns(Handle database, String runId, String status) {
        return database.createUpdate("""
                        DELETE FROM run_slices WHERE run_id IN (
                            SELECT other.run_id FROM runs AS other
                            JOIN runs AS ended ON ended.job = other.job
                            WHERE ended.run_id = :run AND other.ended_at IS NOT NULL
                                AND (other.run_id <> :run OR :status <> 'cancelled'))""")
                .bind("run", runId)
                .bind("status", status)
                .execute();
    }

    /**
     * The progress of a slice whose delivery has begun.
     *
     * @param done whether all sinks have accepted the slice
     * @param reportedTotal the number of entities that the API reported
     * @param received the number of entities received, duplicates included
     * @param unique the number of entities received, without duplicates
     */
    public record SliceProgress(
            @Nested StoredSlice slice,
            boolean done,
            @ColumnName("said") long reportedTotal,
            long received,
            @ColumnName("came") long unique) {}
}
