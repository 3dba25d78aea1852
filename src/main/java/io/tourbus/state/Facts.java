package io.tourbus.state;

import java.time.Instant;
import java.util.Optional;

/** Small texts under a name, such as where something was left off. */
public final class Facts {

    private final Transactions transactions;

    Facts(Transactions transactions) {
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

    public Optional<String> get(String key) {
        return transactions.read(database -> database.createQuery("SELECT content FROM facts WHERE name = :name")
                .bind("name", key)
                .mapTo(String.class)
                .findOne());
    }
}
