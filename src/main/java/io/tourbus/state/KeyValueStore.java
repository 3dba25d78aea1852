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
                        MERGE INTO facts AS known
                        USING (VALUES (CAST(:name AS VARCHAR), CAST(:content AS VARCHAR),
                                       CAST(:now AS TIMESTAMP(3) WITH TIME ZONE))) AS told (name, content, put_at)
                        ON known.name = told.name
                        WHEN MATCHED THEN UPDATE SET content = told.content, put_at = told.put_at
                        WHEN NOT MATCHED THEN
                            INSERT (name, content, put_at) VALUES (told.name, told.content, told.put_at)""")
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
                        MERGE INTO facts AS known
                        USING (VALUES (CAST(:name AS VARCHAR), CAST(:after AS VARCHAR),
                                       CAST(:now AS TIMESTAMP(3) WITH TIME ZONE))) AS told (name, content, put_at)
                        ON known.name = told.name
                        WHEN NOT MATCHED THEN
                            INSERT (name, content, put_at) VALUES (told.name, told.content, told.put_at)""";
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
