package io.tourbus.state;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What was not complete last time, to be asked again. */
public final class Gaps {

    private final Transactions transactions;

    Gaps(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Puts some gaps in place of others, both at once; a gap that stays keeps its place. Gaps that are in neither stay: other
     * runs may have found them meanwhile.
     */
    public void replace(Collection<Gap> old, Collection<Gap> gaps) {
        transactions.write(database -> {
            var batch = database.prepareBatch(
                    "DELETE FROM gaps WHERE source = :source AND query = :query AND name = :name");
            old.stream()
                    .filter(gap -> gaps.stream().noneMatch(gap::sameAs))
                    .forEach(gap -> batch.bind("source", gap.source())
                            .bind("query", gap.query())
                            .bind("name", gap.name())
                            .add());
            if (batch.size() > 0) {
                batch.execute();
            }
            gaps.forEach(gap -> put(database, gap));
            return null;
        });
    }

    /** All gaps, in the order in which they were added. */
    public List<Gap> all() {
        return transactions.read(database -> database.createQuery(
                        "SELECT source, entity, query, via, name, parameters, ids, reason FROM gaps ORDER BY place")
                .map(row -> new Gap(
                        row.getColumn("source", String.class),
                        row.getColumn("entity", String.class),
                        row.getColumn("query", String.class),
                        row.getColumn("via", String.class),
                        row.getColumn("name", String.class),
                        Json.textsByName(row.getColumn("parameters", String.class)),
                        Json.texts(row.getColumn("ids", String.class)),
                        row.getColumn("reason", String.class)))
                .list());
    }

    private static int put(Handle database, Gap gap) {
        return database.createUpdate("""
                        MERGE INTO gaps AS known
                        USING (VALUES (CAST(:source AS VARCHAR), CAST(:entity AS VARCHAR), CAST(:query AS VARCHAR),
                                       CAST(:via AS VARCHAR), CAST(:name AS VARCHAR), CAST(:parameters AS VARCHAR), CAST(:ids AS VARCHAR),
                                       CAST(:reason AS VARCHAR)))
                            AS told (source, entity, query, via, name, parameters, ids, reason)
                        ON known.source = told.source AND known.query = told.query AND known.name = told.name
                        WHEN MATCHED THEN UPDATE SET entity = told.entity, via = told.via, parameters = told.parameters,
                            ids = told.ids, reason = told.reason
                        WHEN NOT MATCHED THEN INSERT (source, entity, query, via, name, parameters, ids, reason)
                            VALUES (told.source, told.entity, told.query, told.via, told.name, told.parameters, told.ids,
                                    told.reason)""")
                .bind("source", gap.source())
                .bind("entity", gap.entity())
                .bind("query", gap.query())
                .bind("via", gap.via())
                .bind("name", gap.name())
                .bind("parameters", Json.of(gap.parameters()))
                .bind("ids", Json.of(gap.ids()))
                .bind("reason", gap.reason())
                .execute();
    }
}
