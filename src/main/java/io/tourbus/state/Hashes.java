package io.tourbus.state;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The hash of each record as it was last delivered, to tell what has changed since. */
public final class Hashes {

    private final Transactions transactions;

    Hashes(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A record as it was last delivered.
     *
     * @param delivery by which run and slice; {@code null} where that is not remembered
     */
    public record Known(String hash, String delivery) {}

    /** What is known of records by their identity; records of which nothing is known are left out. */
    public Map<String, Known> of(Collection<String> recordIds) {
        return transactions.read(database -> database.createQuery("""
                        SELECT known.record_id, known.hash, known.delivery
                        FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS asked (record_id)
                        JOIN hashes AS known ON known.record_id = asked.record_id""")
                .bindArray("ids", String.class, Set.copyOf(recordIds))
                .map(row -> Map.entry(
                        row.getColumn("record_id", String.class),
                        new Known(row.getColumn("hash", String.class), row.getColumn("delivery", String.class))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Remembers all or, when it fails, none. */
    public void put(Map<String, String> hashes, String delivery, Instant now) {
        transactions.write(database -> {
            put(database, hashes, delivery, now);
            return null;
        });
    }

    void put(Handle database, Map<String, String> hashes, String delivery, Instant now) {
        if (hashes.isEmpty()) {
            return;
        }
        // Two that put the same records lock them in the same order, so that neither waits for the other for ever.
        var sorted = new TreeMap<>(hashes);
        database.createUpdate("""
                MERGE INTO hashes AS known
                USING (SELECT record_id, hash, CAST(:delivery AS VARCHAR) AS delivery,
                              CAST(:now AS TIMESTAMP(3) WITH TIME ZONE) AS put_at
                       FROM UNNEST(CAST(:ids AS VARCHAR ARRAY), CAST(:hashes AS VARCHAR ARRAY))
                            AS put (record_id, hash)) AS told
                ON known.record_id = told.record_id
                WHEN MATCHED THEN UPDATE SET hash = told.hash, delivery = told.delivery, put_at = told.put_at
                WHEN NOT MATCHED THEN INSERT (record_id, hash, delivery, put_at)
                    VALUES (told.record_id, told.hash, told.delivery, told.put_at)""")
                .bindArray("ids", String.class, sorted.keySet())
                .bindArray("hashes", String.class, sorted.values())
                .bind("delivery", delivery)
                .bind("now", now)
                .execute();
    }

    /** Forgets the records that have not been met since; when they are met again, they count as new. */
    public void forget(Instant before) {
        transactions.write(database -> database.createUpdate("DELETE FROM hashes WHERE put_at < :before")
                .bind("before", before)
                .execute());
    }

    public long count() {
        return transactions.read(database -> database.createQuery("SELECT COUNT(*) FROM hashes")
                .mapTo(Long.class)
                .one());
    }
}
