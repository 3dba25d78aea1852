package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Optional;

/** Stores short texts by key, such as the position at which a rotation continues. */
public final class KeyValueStore {

    private final Transactions transactions;

    KeyValueStore(Transactions transactions) {
        this.transactions = transactions;
    }

    public void put(String key, String value, Instant now) {
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO facts USING (SELECT 1) AS input ON name = :name
                        WHEN MATCHED THEN UPDATE SET content = :content, put_at = :now
                        WHEN NOT MATCHED THEN INSERT (name, content, put_at) VALUES (:name, :content, :now)""")
                .bind("name", key)
                .bind("content", value)
                .bind("now", now)
                .execute());
    }

    /**
     * Replaces a value if it is still the expected one (compare and set).
     *
     * @param before the expected value; empty if the key must not exist
     * @return whether the value was replaced
     */
    public boolean replace(String key, Optional<String> before, String after, Instant now) {
        var sql = before.isPresent()
                ? "UPDATE facts SET content = :after, put_at = :now WHERE name = :name AND content = :before"
                : """
                        MERGE INTO facts USING (SELECT 1) AS input ON name = :name
                        WHEN NOT MATCHED THEN INSERT (name, content, put_at) VALUES (:name, :after, :now)""";
        return transactions.write(database -> {
            var update = database.createUpdate(sql)
                    .bind("name", key)
                    .bind("after", after)
                    .bind("now", now);
            before.ifPresent(text -> update.bind("before", text));
            return update.execute() == 1;
        });
    }

    public Optional<String> get(String key) {
        return transactions.read(database -> database.createQuery("SELECT content FROM facts WHERE name = :name")
                .bind("name", key)
                .mapTo(String.class)
                .findOne());
    }
}
