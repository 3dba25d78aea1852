package io.tourbus.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder.RecordLine;
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
import java.util.stream.LongStream;
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
     * @param origin identifies the query whose entities contained it; 0 if that is not known
     * @param destinations a bit for each destination that has the record with this hash
     */
    public record Known(UUID hash, UUID delivery, boolean embedded, long origin, long destinations) {

        /**
         * Returns whether the record with this hash is unchanged.
         *
         * @param other a SHA-256 in hexadecimal digits
         */
        public boolean hasHash(String other) {
            return hash.equals(truncated(other));
        }

        /**
         * Returns whether an embedded record replaces this one. Artists in tracks have few fields, so they do not replace those in
         * events. Queries of several countries return variants of the same entity; the variants of one of them count, so that the
         * record does not alternate between runs.
         *
         * @param container the type of the entity that contains it
         * @param from identifies the query whose entities contain it; 0 if that is not known
         */
        public boolean isReplacedBy(RecordLine line, Entity container, long from) {
            var sameQuery = origin == 0 || from == 0 || origin == from;
            return embedded && sameQuery && container != Entity.TRACKS && !hasHash(line.hash());
        }

        /** Returns whether that run delivered the record last. */
        public boolean in(String runId) {
            return delivery.getMostSignificantBits() == truncatedHash(runId).getMostSignificantBits();
        }

        /** Returns whether this slice of this run delivered the record last. */
        public boolean deliveredBy(Delivery other) {
            return delivery.equals(other.key());
        }

        /** Returns whether all these destinations have the record. */
        public boolean isAt(long bits) {
            return (destinations & bits) == bits;
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
                        SELECT record_id, hash, delivery, embedded, origin, destinations
                        FROM UNNEST(CAST(:keys AS BIGINT ARRAY)) AS requested (short_id)
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
                                        row.getColumn("embedded", Boolean.class),
                                        row.getColumn("origin", Long.class),
                                        row.getColumn("destinations", Long.class)));
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
                            SET destinations = CASE WHEN hashes.hash = input.hash AND hashes.record_id = input.id
                                    THEN %s ELSE :destinations END,
                                record_id = input.id, hash = input.hash, delivery = :delivery,
                                put_on = :today, embedded = :embedded, origin = :origin
                        WHEN NOT MATCHED THEN INSERT
                            (record_key, record_id, hash, delivery, put_on, embedded, origin, destinations)
                            VALUES (input.short_id, input.id, input.hash, :delivery, :today, :embedded, :origin,
                                :destinations)""".formatted(union(delivery.destinations())))
                .bindArray(
                        "keys",
                        Long.class,
                        rows.keySet().stream().map(UUID::getMostSignificantBits).toList())
                .bindArray("ids", UUID.class, rows.keySet())
                .bindArray("hashes", UUID.class, rows.values())
                .bind("delivery", delivery.key())
                .bind("embedded", delivery.embedded())
                .bind("origin", delivery.origin())
                .bind("destinations", delivery.destinations())
                .bind("today", day(now))
                .execute();
    }

    /**
     * Records that destinations have records again that are already stored with the same hash. Others stay as they are.
     *
     * @param destinations their bits
     */
    public void addDestinations(Map<String, String> hashes, long destinations) {
        var rows = new TreeMap<UUID, UUID>();
        hashes.forEach((identity, hash) -> rows.put(truncatedHash(identity), truncated(hash)));
        transactions.write(database -> {
            var update = database.prepareBatch(
                    "UPDATE hashes SET destinations = %s WHERE record_key = :key AND record_id = :id AND hash = :hash"
                            .formatted(union(destinations)));
            rows.forEach((id, hash) -> update.bind("key", id.getMostSignificantBits())
                    .bind("id", id)
                    .bind("hash", hash)
                    .add());
            return rows.isEmpty() ? 0 : update.execute().length;
        });
    }

    /** The bits of a row and these bits, in SQL that both databases support: they have no common operator for it. */
    private static String union(long bits) {
        return LongStream.iterate(1, bit -> bit > 0, bit -> bit << 1)
                .filter(bit -> (bits & bit) != 0)
                .mapToObj(bit ->
                        " + CASE WHEN MOD(hashes.destinations / %1$d, 2) = 0 THEN %1$d ELSE 0 END".formatted(bit))
                .collect(Collectors.joining("", "hashes.destinations", ""));
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
     * @param origin see {@link Known}
     * @param destinations a bit for each destination that has the record now
     */
    public record Delivery(String runId, String slice, boolean embedded, long origin, long destinations) {

        /** The bits of the first two destinations. */
        private static final long FIRST_TWO = 3;

        /** A delivery to the lake and the stream that were used first. */
        public Delivery(String runId, String slice) {
            this(runId, slice, false, 0, FIRST_TWO);
        }

        /** Returns 64 bits that identify the run, followed by 64 bits that identify the slice. */
        UUID key() {
            return new UUID(
                    truncatedHash(runId).getMostSignificantBits(),
                    truncatedHash(slice).getMostSignificantBits());
        }
    }
}
