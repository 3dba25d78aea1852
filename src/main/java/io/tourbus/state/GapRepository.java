package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** What was not complete last time, to be asked again. */
public final class GapRepository {

    private final Transactions transactions;

    GapRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Puts some gaps in place of others, both at once; a gap that stays keeps its place. Gaps that are in neither stay: other
     * runs may have found them meanwhile.
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

    /** All gaps, in the order in which they were added. */
    public List<Gap> all() {
        return transactions.read(database -> database.createQuery(
                        "SELECT %s, reason FROM gaps ORDER BY place".formatted(SliceColumns.NAMES))
                .reduceRows(new ArrayList<Gap>(), (gaps, row) -> {
                    gaps.add(new Gap(SliceColumns.read(row), row.getColumn("reason", String.class)));
                    return gaps;
                }));
    }

    private static void remove(Handle database, StoredSlice slice) {
        database.createUpdate("DELETE FROM gaps WHERE source = :source AND query = :query AND name = :name")
                .bind("source", slice.source())
                .bind("query", slice.query())
                .bind("name", slice.name())
                .execute();
    }

    private static void put(Handle database, Gap gap) {
        SliceColumns.bind(database.createUpdate("""
                        MERGE INTO gaps AS known
                        USING (VALUES (%s, CAST(:reason AS VARCHAR))) AS told (%s, reason)
                        ON known.source = told.source AND known.query = told.query AND known.name = told.name
                        WHEN MATCHED THEN UPDATE SET entity = told.entity, via = told.via, parameters = told.parameters,
                            ids = told.ids, reason = told.reason
                        WHEN NOT MATCHED THEN INSERT (source, entity, query, via, name, parameters, ids, reason)
                            VALUES (told.source, told.entity, told.query, told.via, told.name, told.parameters, told.ids,
                                    told.reason)""".formatted(SliceColumns.VALUES, SliceColumns.NAMES)), gap.slice())
                .bind("reason", gap.reason())
                .execute();
    }

    /**
     * A part of a query that was not complete.
     *
     * @param reason why it was not
     */
    public record Gap(StoredSlice slice, String reason) {

        public Gap {
            Objects.requireNonNull(slice, "slice");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
