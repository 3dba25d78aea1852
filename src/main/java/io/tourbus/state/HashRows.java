package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.time.LocalDate;
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

/** Hashes in a table with a row for each record, for databases that several processes use. */
final class HashRows extends DeliveredHashes {

    HashRows(Transactions transactions) {
        super(transactions);
    }

    @Override
    public Map<String, Known> findAll(Collection<String> identities) {
        var byTruncatedHash = Set.copyOf(identities).stream()
                .collect(Collectors.toMap(DeliveredHashes::truncatedHash, Function.identity()));
        return transactions()
                .read(database -> database.createQuery("""
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
                                                folded(row.getColumn("hash", UUID.class)),
                                                row.getColumn("delivery", UUID.class),
                                                row.getColumn("embedded", Boolean.class),
                                                row.getColumn("origin", Long.class),
                                                row.getColumn("destinations", Long.class)));
                            }
                            return found;
                        }));
    }

    @Override
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

    @Override
    public void addDestinations(Map<String, String> hashes, long destinations) {
        var rows = new TreeMap<UUID, UUID>();
        hashes.forEach((identity, hash) -> rows.put(truncatedHash(identity), truncated(hash)));
        transactions().write(database -> {
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

    @Override
    int forgetDestination(long bit) {
        return transactions()
                .write(database -> database.createUpdate(
                                "UPDATE hashes SET destinations = destinations - %1$d WHERE MOD(destinations / %1$d, 2) = 1"
                                        .formatted(bit))
                        .execute());
    }

    @Override
    void forget(LocalDate before) {
        transactions()
                .write(database -> database.createUpdate("DELETE FROM hashes WHERE put_on < :before")
                        .bind("before", before)
                        .execute());
    }

    @Override
    public long count() {
        return transactions().count("hashes");
    }

    /** The bits of a row and these bits, in SQL that both databases support: they have no common operator for it. */
    private static String union(long bits) {
        return LongStream.iterate(1, bit -> bit > 0, bit -> bit << 1)
                .filter(bit -> (bits & bit) != 0)
                .mapToObj(bit ->
                        " + CASE WHEN MOD(hashes.destinations / %1$d, 2) = 0 THEN %1$d ELSE 0 END".formatted(bit))
                .collect(Collectors.joining("", "hashes.destinations", ""));
    }
}
