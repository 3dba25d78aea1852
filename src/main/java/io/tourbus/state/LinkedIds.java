package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        var names = ids.stream()
                .filter(id -> id.length() <= 200)
                .map(id -> prefix(kind) + id)
                .collect(Collectors.toCollection(TreeSet::new));
        transactions.writeInTurn(database -> database.createUpdate("""
                        MERGE INTO facts
                        USING (SELECT added FROM UNNEST(CAST(:names AS VARCHAR ARRAY)) AS names (added)) AS input
                        ON name = input.added
                        WHEN NOT MATCHED THEN INSERT (name, content, put_at) VALUES (input.added, '', :now)""")
                .bindArray("names", String.class, names)
                .bind("now", now)
                .execute());
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
