package io.tourbus.warehouse;

import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.RecordKind;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes the tables {@code artist_links} and {@code artist_identities} from the records of artists and concerts. A property names
 * the snapshots that they were computed from. If it names others, or is missing, they are computed again. This is so after a build
 * was killed as well.
 */
final class ArtistIdentities {

    /** The property with the snapshots of the tables that a table was computed from. */
    private static final String BASIS = "tourbus.basis";

    private static final String LINKS = resource("artist_links.sql");
    private static final String EDGES = resource("artist_edges.sql");
    private static final String IDENTITIES = resource("artist_identities.sql");

    /** Each ID takes over the smallest identity of its neighbours, until nothing changes. */
    private static final String LABELS = """
            WITH RECURSIVE labels(id, identity) USING KEY (id) AS (
                SELECT id, id FROM (SELECT artist_id AS id FROM artists UNION SELECT a FROM edges)
                UNION (
                    SELECT known.id, min(changed.identity)
                    FROM recurring.labels AS known, labels AS changed, edges
                    WHERE edges.a = changed.id AND edges.b = known.id AND changed.identity < known.identity
                    GROUP BY known.id
                )
            )
            SELECT id, identity FROM labels
            """;

    private final DuckDb duck;
    private final IcebergTables tables;
    private final Consumer<IcebergTable> changed;

    /** @param changed receives each table with a new snapshot */
    ArtistIdentities(DuckDb duck, IcebergTables tables, Consumer<IcebergTable> changed) {
        this.duck = duck;
        this.tables = tables;
        this.changed = changed;
    }

    private static String resource(String name) {
        try (var in = ArtistIdentities.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Computes the tables again if they do not follow from the current records. */
    void update() {
        ConflictRetry.run(this::updateOnce, () -> {});
    }

    private void updateOnce() {
        var links = tables.open(WarehouseTables.ARTIST_LINKS);
        var identities = tables.open(WarehouseTables.ARTIST_IDENTITIES);
        var records = Stream.of(RecordKind.ARTISTS, RecordKind.CONCERTS)
                .flatMap(kind -> Stream.of(kind.newest(), kind.versions()))
                .map(tables::open)
                .toList();
        var basis = records.stream()
                .map(table -> String.valueOf(table.snapshotId()))
                .collect(Collectors.joining(" "));
        if (isCurrent(links, basis) && isCurrent(identities, basis)) {
            return;
        }
        records.forEach(table -> table.createView(duck, table.definition().name()));
        duck.run("CREATE OR REPLACE TABLE computed_links AS " + LINKS);
        duck.run("CREATE OR REPLACE TABLE edges AS " + EDGES);
        duck.run("CREATE OR REPLACE TABLE artist_labels AS " + LABELS);
        duck.run("CREATE OR REPLACE TABLE computed_identities AS " + IDENTITIES);
        replace(links, "computed_links", basis);
        replace(identities, "computed_identities", basis);
        duck.run("DROP TABLE computed_links");
        duck.run("DROP TABLE edges");
        duck.run("DROP TABLE artist_labels");
        duck.run("DROP TABLE computed_identities");
    }

    private static boolean isCurrent(IcebergTable table, String basis) {
        return basis.equals(table.properties().get(BASIS));
    }

    private void replace(IcebergTable table, String computed, String basis) {
        if (isCurrent(table, basis)) {
            return;
        }
        table.createView(duck, "stored");
        var same = "SELECT count(*) FROM ((%1$s EXCEPT %2$s) UNION ALL (%2$s EXCEPT %1$s))"
                .formatted(select(table.definition(), computed), select(table.definition(), "stored"));
        var properties = Map.of(BASIS, basis);
        if (duck.number(same) == 0) {
            // The commit fails if another process has written other rows in the meantime.
            table.commit(List.of(), List.of(), properties);
        } else {
            table.commit(
                    table.fileNames(), List.of(table.write(duck, select(table.definition(), computed))), properties);
        }
        changed.accept(table);
    }

    private static String select(Table table, String from) {
        return "SELECT %s FROM %s".formatted(table.columnList(), from);
    }
}
