package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Stores IDs that sources have found and by which they or other sources read entities. */
public final class LinkedIds {

    private static final String PREFIX = "id ";

    private final Transactions transactions;

    LinkedIds(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Adds IDs that are not stored yet. IDs of more than 200 characters are left out.
     *
     * @param kind what they identify, such as {@code musicbrainz_id}
     */
    public void add(String kind, Collection<String> ids, Instant now) {
        transactions.write(database -> {
            var batch = database.prepareBatch("""
                    MERGE INTO facts USING (SELECT 1) AS input ON name = :name
                    WHEN NOT MATCHED THEN INSERT (name, content, put_at) VALUES (:name, '', :now)""");
            new TreeSet<>(ids)
                    .stream()
                            .filter(id -> id.length() <= 200)
                            .forEach(id -> batch.bind("name", prefix(kind) + id)
                                    .bind("now", now)
                                    .add());
            return batch.size() == 0 ? new int[0] : batch.execute();
        });
    }

    /** The IDs of a kind in ascending order. */
    public List<String> all(String kind) {
        var prefix = prefix(kind);
        return transactions.read(database -> database
                .createQuery("SELECT name FROM facts WHERE LEFT(name, CAST(:length AS INTEGER)) = :prefix")
                .bind("length", prefix.length())
                .bind("prefix", prefix)
                .mapTo(String.class)
                .stream()
                .map(name -> name.substring(prefix.length()))
                .sorted()
                .toList());
    }

    private static String prefix(String kind) {
        return PREFIX + kind + " ";
    }
}
