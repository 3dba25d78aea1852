package io.tourbus.warehouse;

import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.RecordKind;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.util.function.Consumer;

/** Computes the tables that follow from the newest records and from the versions. */
final class DerivedTables {

    private static final String PERFORMERS = """
            SELECT concert_id, position, p.artist_id AS artist_id, p.name AS name, p.matched_by AS matched_by
            FROM (SELECT concert_id, unnest(performers) AS p, generate_subscripts(performers, 1) AS position FROM newest)
            """;

    private static final String PRICES = """
            SELECT concert_id, tier, currency, observed_at, "min", "max" FROM (
                SELECT concert_id, p.type AS tier, p.currency AS currency, ts AS observed_at,
                    min(p.min) AS "min", max(p.max) AS "max"
                FROM (SELECT concert_id, ingestion_timestamp AS ts, unnest(price_ranges) AS p FROM versions)
                GROUP BY ALL)
            QUALIFY ("min", "max") IS DISTINCT FROM lag(("min", "max")) OVER
                (PARTITION BY concert_id, tier, currency ORDER BY observed_at)
            """;

    private static final String POPULARITY = """
            SELECT artist_id, ingestion_timestamp AS observed_at, popularity_score AS popularity, followers
            FROM versions WHERE popularity_score IS NOT NULL OR followers IS NOT NULL
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
            update(WarehouseTables.CONCERT_PERFORMERS, PERFORMERS);
            update(WarehouseTables.TICKET_PRICES, PRICES);
        } else if (kind == RecordKind.ARTISTS) {
            update(WarehouseTables.ARTIST_POPULARITY, POPULARITY);
        }
    }

    private void update(Table table, String query) {
        var opened = tables.open(table);
        opened.createView(duck, "derived");
        duck.run("CREATE OR REPLACE TABLE computed AS SELECT %s FROM (%s)".formatted(table.columnList(), query));
        var same = duck.number("SELECT count(*) FROM computed") == opened.rowCount()
                && duck.number("SELECT count(*) FROM (FROM computed EXCEPT SELECT %s FROM derived)"
                                .formatted(table.columnList()))
                        == 0;
        if (!same) {
            opened.stageAll(duck, "FROM computed");
            staged.accept(opened);
        }
    }
}
