package io.tourbus.state;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The hash of each record as it was last delivered, to tell what has changed since. */
public final class Hashes {

    private final Transactions transactions;

    Hashes(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The known hashes by record id; records without one are left out. */
    public Map<String, String> of(Collection<String> recordIds) {
        return transactions.read(database -> database.createQuery("""
                        SELECT known.record_id, known.hash
                        FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS asked (record_id)
                        JOIN hashes AS known ON known.record_id = asked.record_id""")
                .bindArray("ids", String.class, Set.copyOf(recordIds))
                .map(row -> Map.entry(row.getColumn("record_id", String.class), row.getColumn("hash", String.class)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Remembers all or, when it fails, none. */
    public void put(Map<String, String> hashes, Instant now) {
        if (hashes.isEmpty()) {
            return;
        }
        transactions.write(database -> {
            var batch = database.prepareBatch("""
                    MERGE INTO hashes AS known
                    USING (VALUES (CAST(:id AS VARCHAR), CAST(:hash AS VARCHAR),
                                   CAST(:now AS TIMESTAMP(3) WITH TIME ZONE))) AS told (record_id, hash, put_at)
                    ON known.record_id = told.record_id
                    WHEN MATCHED THEN UPDATE SET hash = told.hash, put_at = told.put_at
                    WHEN NOT MATCHED THEN
                        INSERT (record_id, hash, put_at) VALUES (told.record_id, told.hash, told.put_at)""");
            inOrder(hashes)
                    .forEach((id, hash) -> batch.bind("id", id)
                            .bind("hash", hash)
                            .bind("now", now)
                            .add());
            return batch.execute();
        });
    }

    public long count() {
        return transactions.read(database -> database.createQuery("SELECT COUNT(*) FROM hashes")
                .mapTo(Long.class)
                .one());
    }

    /** Two that put the same records lock them in the same order, so that neither waits for the other for ever. */
    private static Map<String, String> inOrder(Map<String, String> hashes) {
        return new TreeMap<>(hashes);
    }
}
