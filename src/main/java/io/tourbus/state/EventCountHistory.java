package io.tourbus.state;

import io.tourbus.state.db.EventCountEncoding;
import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;

/** Stores how many events of a query start in each second, as found by the last crawl, to size the windows of the next one. */
public final class EventCountHistory {

    private final Transactions transactions;

    EventCountHistory(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Replaces the counts of a query.
     *
     * @param starts the number of events by start time; times are rounded down to the second
     */
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

    /** Returns the counts of a query by start time; empty if there are none, or if this version cannot decode them. */
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
