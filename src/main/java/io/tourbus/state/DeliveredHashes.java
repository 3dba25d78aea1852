package io.tourbus.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.model.Sha256;
import io.tourbus.state.db.Transactions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The hash of each record as it was last delivered, to tell what has changed since. Half of a SHA-256 is kept of all that it is
 * about: 128 bits. Should two records share the first 64 of theirs, each forgets the other, and counts as new.
 */
public final class DeliveredHashes {

    private final Transactions transactions;

    DeliveredHashes(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A record as it was last delivered. */
    public record Known(UUID hash, UUID delivery) {

        /**
         * Whether a record with such a hash has not changed since.
         *
         * @param other a SHA-256 in hexadecimal digits
         */
        public boolean hasHash(String other) {
            return hash.equals(kept(other));
        }

        /** Whether it was in that run. */
        public boolean in(String runId) {
            return delivery.getMostSignificantBits() == half(runId).getMostSignificantBits();
        }

        /** Whether it was in the same run, with another slice. */
        public boolean deliveredByOtherSlice(Delivery other) {
            return in(other.runId()) && !delivery.equals(other.key());
        }
    }

    /** What is known of records by their identity; records of which nothing is known are left out. */
    public Map<String, Known> findAll(Collection<String> recordIds) {
        var asked =
                Set.copyOf(recordIds).stream().collect(Collectors.toMap(DeliveredHashes::half, Function.identity()));
        return transactions.read(database -> database.createQuery("""
                        SELECT known.record_id, known.hash, known.delivery
                        FROM UNNEST(CAST(:keys AS BIGINT ARRAY)) AS asked (record_key)
                        JOIN hashes AS known ON known.record_key = asked.record_key""")
                .bindArray(
                        "keys",
                        Long.class,
                        asked.keySet().stream()
                                .map(UUID::getMostSignificantBits)
                                .toList())
                .reduceRows(new HashMap<>(), (found, row) -> {
                    var identity = asked.get(row.getColumn("record_id", UUID.class));
                    if (identity != null) {
                        found.put(
                                identity,
                                new Known(row.getColumn("hash", UUID.class), row.getColumn("delivery", UUID.class)));
                    }
                    return found;
                }));
    }

    /**
     * Remembers all or, when it fails, none.
     *
     * @param hashes by the identity of a record, a SHA-256 in hexadecimal digits
     */
    public void put(Map<String, String> hashes, Delivery delivery, Instant now) {
        transactions.write(database -> {
            put(database, hashes, delivery, now);
            return null;
        });
    }

    void put(Handle database, Map<String, String> hashes, Delivery delivery, Instant now) {
        if (hashes.isEmpty()) {
            return;
        }
        // Two that put the same records lock them in the same order, so that neither waits for the other for ever.
        var rows = new TreeMap<UUID, UUID>();
        hashes.forEach((id, hash) -> rows.put(half(id), kept(hash)));
        database.createUpdate("""
                        MERGE INTO hashes AS known
                        USING (SELECT record_key, record_id, hash, CAST(:delivery AS UUID) AS delivery,
                                      CAST(:today AS DATE) AS put_on
                               FROM UNNEST(CAST(:keys AS BIGINT ARRAY), CAST(:ids AS UUID ARRAY),
                                           CAST(:hashes AS UUID ARRAY)) AS put (record_key, record_id, hash)) AS told
                        ON known.record_key = told.record_key
                        WHEN MATCHED THEN UPDATE
                            SET record_id = told.record_id, hash = told.hash, delivery = told.delivery,
                                put_on = told.put_on
                        WHEN NOT MATCHED THEN INSERT (record_key, record_id, hash, delivery, put_on)
                            VALUES (told.record_key, told.record_id, told.hash, told.delivery, told.put_on)""")
                .bindArray(
                        "keys",
                        Long.class,
                        rows.keySet().stream().map(UUID::getMostSignificantBits).toList())
                .bindArray("ids", UUID.class, rows.keySet())
                .bindArray("hashes", UUID.class, rows.values())
                .bind("delivery", delivery.key())
                .bind("today", day(now))
                .execute();
    }

    /** Half of the SHA-256 of a text. */
    static UUID half(String text) {
        var digest = ByteBuffer.wrap(Sha256.hash(text.getBytes(UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static UUID kept(String hash) {
        return new UUID(Long.parseUnsignedLong(hash, 0, 16, 16), Long.parseUnsignedLong(hash, 16, 32, 16));
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Forgets the records that have not been met since that day of UTC; when they are met again, they count as new. */
    public void forget(Instant before) {
        transactions.write(database -> database.createUpdate("DELETE FROM hashes WHERE put_on < :before")
                .bind("before", day(before))
                .execute());
    }

    public long count() {
        return transactions.read(database -> database.createQuery("SELECT COUNT(*) FROM hashes")
                .mapTo(Long.class)
                .one());
    }

    /**
     * What brought a record to the sinks.
     *
     * @param slice its name
     */
    public record Delivery(String runId, String slice) {

        /** Half of it is the run's, half the slice's. */
        UUID key() {
            return new UUID(
                    DeliveredHashes.half(runId).getMostSignificantBits(),
                    DeliveredHashes.half(slice).getMostSignificantBits());
        }
    }
}
