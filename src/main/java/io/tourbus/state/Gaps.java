package io.tourbus.state;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** What was not complete last time, to be asked again. */
public final class Gaps {

    private final Transactions transactions;

    Gaps(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Puts these gaps in place of all that are known of the query; none of them where the query is complete. */
    public void replace(String source, String entity, String query, List<Gap> gaps) {
        gaps.forEach(gap -> requireOf(source, entity, query, gap));
        transactions.write(database -> {
            database.createUpdate("DELETE FROM gaps WHERE source = :source AND entity = :entity AND query = :query")
                    .bind("source", source)
                    .bind("entity", entity)
                    .bind("query", query)
                    .execute();
            gaps.forEach(gap -> put(database, gap));
            return null;
        });
    }

    /** Adds a gap; one of the same source, query and name is replaced and keeps its place. */
    public void add(Gap gap) {
        transactions.write(database -> put(database, gap));
    }

    public void remove(String source, String query, String name) {
        transactions.write(database -> database.createUpdate(
                        "DELETE FROM gaps WHERE source = :source AND query = :query AND name = :name")
                .bind("source", source)
                .bind("query", query)
                .bind("name", name)
                .execute());
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

    private static void requireOf(String source, String entity, String query, Gap gap) {
        if (!gap.source().equals(source)
                || !gap.entity().equals(entity)
                || !gap.query().equals(query)) {
            throw new IllegalArgumentException(
                    "%s is not a gap of %s of the query %s of %s".formatted(gap, entity, query, source));
        }
    }
}
