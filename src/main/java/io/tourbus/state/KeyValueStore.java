package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Optional;

/** Small texts under a name, such as where something was left off. */
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
     * Puts a text in the place of another one, unless somebody else has done so first.
     *
     * @param before as it was read; empty where there was none
     * @return whether it is there now
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
