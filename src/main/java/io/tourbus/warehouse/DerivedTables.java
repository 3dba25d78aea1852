package io.tourbus.warehouse;

import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.RecordKind;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Updates the tables that follow from the newest records and from the versions, for the keys that have changed. */
final class DerivedTables {

    private static final String PERFORMERS = """
            SELECT concert_id, position, p.artist_id AS artist_id, p.name AS name, p.matched_by AS matched_by
            FROM (SELECT concert_id, unnest(performers) AS p, generate_subscripts(performers, 1) AS position
                FROM newest SEMI JOIN touched USING (concert_id))
            """;

    private static final String PRICES = """
            SELECT concert_id, tier, currency, observed_at, "min", "max" FROM (
                SELECT concert_id, p.type AS tier, p.currency AS currency, ts AS observed_at,
                    min(p.min) AS "min", max(p.max) AS "max"
                FROM (SELECT concert_id, ingestion_timestamp AS ts, unnest(price_ranges) AS p
                    FROM versions SEMI JOIN revised USING (concert_id))
                GROUP BY ALL)
            QUALIFY ("min", "max") IS DISTINCT FROM lag(("min", "max")) OVER
                (PARTITION BY concert_id, tier, currency ORDER BY observed_at)
            """;

    private static final String POPULARITY = """
            SELECT artist_id, ingestion_timestamp AS observed_at, popularity_score AS popularity, followers
            FROM versions SEMI JOIN revised USING (artist_id) WHERE popularity_score IS NOT NULL OR followers IS NOT NULL
            QUALIFY (popularity, followers) IS DISTINCT FROM lag((popularity, followers)) OVER
                (PARTITION BY artist_id ORDER BY ingestion_timestamp)
            """;

    private final DuckDb duck;
    private final IcebergTables tables;
    private final Consumer<IcebergTable> staged;

    DerivedTables(DuckDb duck, IcebergTables tables, Consumer<IcebergTable> staged) {
        this.duck = duck;
        this.tables = tables;
        this.staged = staged;
    }

    /** Updates the tables that follow from the views {@code newest} and {@code versions} of a kind. */
    void update(RecordKind kind) {
        if (kind == RecordKind.CONCERTS) {
            update(WarehouseTables.CONCERT_PERFORMERS, PERFORMERS, "touched");
            update(WarehouseTables.TICKET_PRICES, PRICES, "revised");
        } else if (kind == RecordKind.ARTISTS) {
            update(WarehouseTables.ARTIST_POPULARITY, POPULARITY, "revised");
        }
    }

    /** Replaces only the files with rows that are no longer valid. @param changed the table with the changed keys */
    private void update(Table table, String query, String changed) {
        var opened = tables.open(table);
        opened.createView(duck, "derived");
        var same = table.columns().stream()
                .map(column -> Dialect.DUCKDB.quote(column.name()))
                .map(column -> "a.%1$s IS NOT DISTINCT FROM b.%1$s".formatted(column))
                .collect(Collectors.joining(" AND "));
        duck.run("CREATE OR REPLACE TABLE computed AS SELECT %s FROM (%s)".formatted(table.columnList(), query));
        duck.run("CREATE OR REPLACE TABLE derived_before AS FROM derived SEMI JOIN %s USING (%s)"
                .formatted(changed, table.key().get(0)));
        duck.run("CREATE OR REPLACE TABLE invalid AS SELECT a.* FROM derived_before a ANTI JOIN computed b ON " + same);
        duck.run("CREATE OR REPLACE TABLE missing AS SELECT a.* FROM computed a ANTI JOIN derived_before b ON " + same);
        var rewritten = duck.rows("SELECT DISTINCT filename FROM invalid", row -> row.getString(1));
        if (rewritten.isEmpty() && duck.number("SELECT count(*) FROM missing") == 0) {
            return;
        }
        var rows = "FROM missing";
        if (!rewritten.isEmpty()) {
            rows += """

                     UNION ALL
                    SELECT %s FROM (FROM derived WHERE filename IN (SELECT DISTINCT filename FROM invalid)) a
                    ANTI JOIN invalid b ON %s""".formatted(table.columnList(), same);
        }
        opened.stage(rewritten, List.of(opened.write(duck, rows)));
        staged.accept(opened);
    }
}
