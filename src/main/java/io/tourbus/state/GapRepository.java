package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;

/** Stores gaps, the slices that earlier runs did not read completely, so that a later run can read them. */
public final class GapRepository {

    private final Transactions transactions;

    GapRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Replaces old gaps with new ones in one transaction. A gap in both keeps its position. Gaps in neither stay, because
     * other runs may have added them.
     */
    public void replace(Collection<Gap> old, Collection<Gap> gaps) {
        transactions.write(database -> {
            old.stream()
                    .map(Gap::slice)
                    .filter(slice -> gaps.stream().map(Gap::slice).noneMatch(slice::sameAs))
                    .forEach(slice -> remove(database, slice));
            gaps.forEach(gap -> put(database, gap));
            return null;
        });
    }

    /** Returns all gaps in the order in which they were added. */
    public List<Gap> all() {
        return transactions.read(database -> database.createQuery(
                        "SELECT %s, reason FROM gaps ORDER BY place".formatted(StoredSlice.COLUMNS))
                .mapTo(Gap.class)
                .list());
    }

    private static void remove(Handle database, StoredSlice slice) {
        database.createUpdate("DELETE FROM gaps WHERE source = :source AND query = :query AND name = :name")
                .bindMethods(slice)
                .execute();
    }

    private static void put(Handle database, Gap gap) {
        database.createUpdate("""
                        MERGE INTO gaps USING (SELECT 1) AS input
                        ON source = :slice.source AND query = :slice.query AND name = :slice.name
                        WHEN MATCHED THEN UPDATE SET entity = :slice.entity, via = :slice.reader,
                            parameters = :slice.parameters, ids = :slice.ids, reason = :reason
                        WHEN NOT MATCHED THEN INSERT (%s, reason) VALUES (%s, :reason)
                        """.formatted(StoredSlice.COLUMNS, StoredSlice.VALUES))
                .bindMethods(gap)
                .execute();
    }

    /** A slice that was not read completely, and why. */
    public record Gap(@Nested StoredSlice slice, String reason) {}
}
