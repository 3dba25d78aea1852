package io.tourbus.state.queue;

import io.tourbus.state.db.Transactions;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Stores which records the slices of a run are delivering, in all processes. */
public final class SharedRecords {

    private final Transactions transactions;

    public SharedRecords(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Claims records that no slice is delivering, or that the last reader of this slice has left.
     *
     * @param contained whether other entities contain them
     * @return those that were claimed
     */
    public Set<UUID> claim(HeldSlice held, Collection<UUID> records, boolean contained) {
        return transactions.write(database -> database.createQuery("""
                        INSERT INTO shared_records (run_id, record, slice_id, contained)
                        SELECT :runId, record, :id, :contained FROM UNNEST(CAST(:records AS UUID ARRAY)) AS requested (record)
                        ON CONFLICT (run_id, record) DO UPDATE SET contained = :contained, returned = FALSE
                            WHERE shared_records.slice_id = :id AND shared_records.returned
                        RETURNING record""")
                .bindMethods(held)
                .bind("contained", contained)
                .bindArray("records", UUID.class, records.stream().sorted().toList())
                .mapTo(UUID.class)
                .collect(Collectors.toSet()));
    }

    /** Returns which of these records a slice is delivering, and whether other entities contain them. */
    public Map<UUID, Boolean> find(HeldSlice held, Collection<UUID> records) {
        return transactions.read(database -> database.createQuery(
                        "SELECT record, contained FROM shared_records WHERE run_id = :runId AND record = ANY(:records)")
                .bindMethods(held)
                .bindArray("records", UUID.class, records)
                .map(row -> Map.entry(row.getColumn("record", UUID.class), row.getColumn("contained", Boolean.class)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Releases records that a slice has claimed. */
    public void release(HeldSlice held, Collection<UUID> records, boolean contained) {
        transactions.write(database -> database.createUpdate("""
                        DELETE FROM shared_records
                        WHERE run_id = :runId AND slice_id = :id AND record = ANY(:records) AND contained = :contained""")
                .bindMethods(held)
                .bind("contained", contained)
                .bindArray("records", UUID.class, records)
                .execute());
    }
}
