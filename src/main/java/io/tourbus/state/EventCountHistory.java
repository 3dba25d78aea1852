package io.tourbus.state;

import io.tourbus.state.db.EventCountEncoding;
import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;

/** How many events of a query start when, as the last crawl found them, to plan the next one by. */
public final class EventCountHistory {

    private final Transactions transactions;

    EventCountHistory(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Remembers this in place of what was known of the query; seconds are told apart, parts of them are not. */
    public void save(String query, SortedMap<Instant, Integer> starts) {
        var bytes = EventCountEncoding.encode(starts);
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO densities AS known
                        USING (VALUES (CAST(:query AS VARCHAR), CAST(:starts AS BYTEA))) AS told (query, starts)
                        ON known.query = told.query
                        WHEN MATCHED THEN UPDATE SET starts = told.starts
                        WHEN NOT MATCHED THEN INSERT (query, starts) VALUES (told.query, told.starts)""")
                .bind("query", query)
                .bind("starts", bytes)
                .execute());
    }

    /** What is remembered of a query; empty where that is nothing, or nothing that can be read. */
    public SortedMap<Instant, Integer> find(String query) {
        return transactions
                .read(database -> database.createQuery("SELECT starts FROM densities WHERE query = :query")
                        .bind("query", query)
                        .mapTo(byte[].class)
                        .findOne())
                .map(EventCountEncoding::decode)
                .orElseGet(Collections::emptySortedMap);
    }
}
