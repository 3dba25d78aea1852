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
 * Stores the hash of each record as it was last delivered, so that unchanged records can be detected.
 *
 * <p>Record identities and hashes are stored as the first 128 bits of a SHA-256. The first 64 bits of the identity are the
 * primary key. If two records collide in these 64 bits, each replaces the row of the other, and both always count as changed.
 */
public final class DeliveredHashes {

    private final Transactions transactions;

    DeliveredHashes(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * The hash and the delivery of a record when it was last delivered.
     *
     * @param embedded whether it was taken from an entity that contains it, such as the venue of an event
     */
    public record Known(UUID hash, UUID delivery, boolean embedded) {

        /**
         * Returns whether the record with this hash is unchanged.
         *
         * @param other a SHA-256 in hexadecimal digits
         */
        public boolean hasHash(String other) {
            return hash.equals(truncated(other));
        }

        /** Returns whether that run delivered the record last. */
        public boolean in(String runId) {
            return delivery.getMostSignificantBits() == truncatedHash(runId).getMostSignificantBits();
        }

        /** Returns whether this slice of this run delivered the record last. */
        public boolean deliveredBy(Delivery other) {
            return delivery.equals(other.key());
        }

        /** Returns whether another slice of the same run delivered the record last. */
        public boolean deliveredByOtherSlice(Delivery other) {
            return in(other.runId()) && !deliveredBy(other);
        }
    }

    /** Returns the last deliveries by record identity. Records that are not stored are not in the map. */
    public Map<String, Known> findAll(Collection<String> identities) {
        var byTruncatedHash = Set.copyOf(identities).stream()
                .collect(Collectors.toMap(DeliveredHashes::truncatedHash, Function.identity()));
        return transactions.read(database -> database.createQuery("""
                        SELECT record_id, hash, delivery, embedded FROM UNNEST(CAST(:keys AS BIGINT ARRAY)) AS requested (short_id)
                        JOIN hashes ON record_key = requested.short_id""")
                .bindArray(
                        "keys",
                        Long.class,
                        byTruncatedHash.keySet().stream()
                                .map(UUID::getMostSignificantBits)
                                .toList())
                .reduceRows(new HashMap<>(), (found, row) -> {
                    var identity = byTruncatedHash.get(row.getColumn("record_id", UUID.class));
                    if (identity != null) {
                        found.put(
                                identity,
                                new Known(
                                        row.getColumn("hash", UUID.class),
                                        row.getColumn("delivery", UUID.class),
                                        row.getColumn("embedded", Boolean.class)));
                    }
                    return found;
                }));
    }

    /**
     * Stores hashes in one transaction.
     *
     * @param hashes the SHA-256 of each record in hexadecimal digits, by record identity
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
        // Sorted, so that concurrent transactions lock rows in the same order and do not deadlock.
        var rows = new TreeMap<UUID, UUID>();
        hashes.forEach((identity, hash) -> rows.put(truncatedHash(identity), truncated(hash)));
        database.createUpdate("""
                        MERGE INTO hashes
                        USING (SELECT short_id, id, hash FROM UNNEST(CAST(:keys AS BIGINT ARRAY), CAST(:ids AS UUID ARRAY),
                               CAST(:hashes AS UUID ARRAY)) AS arrays (short_id, id, hash)) AS input
                        ON record_key = input.short_id
                        WHEN MATCHED THEN UPDATE
                            SET record_id = input.id, hash = input.hash, delivery = :delivery,
                                put_on = :today, embedded = :embedded
                        WHEN NOT MATCHED THEN INSERT (record_key, record_id, hash, delivery, put_on, embedded)
                            VALUES (input.short_id, input.id, input.hash, :delivery, :today, :embedded)""")
                .bindArray(
                        "keys",
                        Long.class,
                        rows.keySet().stream().map(UUID::getMostSignificantBits).toList())
                .bindArray("ids", UUID.class, rows.keySet())
                .bindArray("hashes", UUID.class, rows.values())
                .bind("delivery", delivery.key())
                .bind("embedded", delivery.embedded())
                .bind("today", day(now))
                .execute();
    }

    private static UUID truncatedHash(String text) {
        var digest = ByteBuffer.wrap(Sha256.hash(text.getBytes(UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static UUID truncated(String hash) {
        return new UUID(Long.parseUnsignedLong(hash, 0, 16, 16), Long.parseUnsignedLong(hash, 16, 32, 16));
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Deletes the hashes of records that were last delivered before the UTC day of this instant. They then count as new. */
    public void forget(Instant before) {
        transactions.write(database -> database.createUpdate("DELETE FROM hashes WHERE put_on < :before")
                .bind("before", day(before))
                .execute());
    }

    public long count() {
        return transactions.count("hashes");
    }

    /**
     * The run and the slice that delivered a record.
     *
     * @param slice the name of the slice
     * @param embedded see {@link Known}
     */
    public record Delivery(String runId, String slice, boolean embedded) {

        public Delivery(String runId, String slice) {
            this(runId, slice, false);
        }

        /** Returns 64 bits that identify the run, followed by 64 bits that identify the slice. */
        UUID key() {
            return new UUID(
                    truncatedHash(runId).getMostSignificantBits(),
                    truncatedHash(slice).getMostSignificantBits());
        }
    }
}
