package io.tourbus.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.model.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The hash of each record as it was last delivered, to tell what has changed since. Half of a SHA-256 is kept: 128 bits. Should
 * two records share their key, of 64 bits, each forgets the other, and counts as new.
 */
public final class Hashes {

    private static final int KEPT = 32;

    private final Transactions transactions;

    Hashes(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A record as it was last delivered.
     *
     * @param hash the beginning of it
     * @param delivery by which run and slice
     */
    public record Known(String hash, String delivery) {

        /** Whether a record with such a hash has not changed since. */
        public boolean is(String other) {
            return hash.equals(kept(other));
        }
    }

    private record Row(String recordId, String hash) {}

    /** What is known of records by their identity; records of which nothing is known are left out. */
    public Map<String, Known> of(Collection<String> recordIds) {
        var asked = Set.copyOf(recordIds);
        return transactions.read(database -> database
                .createQuery("""
                        SELECT known.record_id, known.hash, known.delivery
                        FROM UNNEST(CAST(:keys AS BIGINT ARRAY)) AS asked (record_key)
                        JOIN hashes AS known ON known.record_key = asked.record_key""")
                .bindArray("keys", Long.class, asked.stream().map(Hashes::key).toList())
                .map(row -> Map.entry(
                        row.getColumn("record_id", String.class),
                        new Known(row.getColumn("hash", String.class), row.getColumn("delivery", String.class))))
                .stream()
                .filter(known -> asked.contains(known.getKey()))
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
        var rows = new TreeMap<Long, Row>();
        hashes.forEach((id, hash) -> rows.put(key(id), new Row(id, kept(hash))));
        database.createUpdate("""
                        MERGE INTO hashes AS known
                        USING (SELECT record_key, record_id, hash, CAST(:delivery AS VARCHAR) AS delivery,
                                      CAST(:now AS TIMESTAMP(3) WITH TIME ZONE) AS put_at
                               FROM UNNEST(CAST(:keys AS BIGINT ARRAY), CAST(:ids AS VARCHAR ARRAY),
                                           CAST(:hashes AS VARCHAR ARRAY)) AS put (record_key, record_id, hash)) AS told
                        ON known.record_key = told.record_key
                        WHEN MATCHED THEN UPDATE
                            SET record_id = told.record_id, hash = told.hash, delivery = told.delivery,
                                put_at = told.put_at
                        WHEN NOT MATCHED THEN INSERT (record_key, record_id, hash, delivery, put_at)
                            VALUES (told.record_key, told.record_id, told.hash, told.delivery, told.put_at)""")
                .bindArray("keys", Long.class, rows.keySet())
                .bindArray(
                        "ids",
                        String.class,
                        rows.values().stream().map(Row::recordId).toList())
                .bindArray(
                        "hashes",
                        String.class,
                        rows.values().stream().map(Row::hash).toList())
                .bind("delivery", delivery)
                .bind("now", now)
                .execute();
    }

    private static long key(String recordId) {
        return ByteBuffer.wrap(Sha256.of(recordId.getBytes(UTF_8))).getLong();
    }

    private static String kept(String hash) {
        return hash.substring(0, Math.min(KEPT, hash.length()));
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
