package io.tourbus.spark;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Computes the tables {@code artist_links} and {@code artist_identities} from the records of artists and concerts. A property names
 * the snapshots that they were computed from. If these are no longer the current ones, the tables are computed again.
 */
final class ArtistIdentities {

    /** The property with the snapshots of the tables that a table was computed from, which {@code tourbus warehouse} also sets. */
    private static final String BASIS = "tourbus.basis";

    private static final String LINKS = "artist_links";
    private static final String IDENTITIES = "artist_identities";
    private static final List<String> LINK_KEY = List.of("artist_id", "linked_id", "source", "entity", "field");
    private static final List<String> IDENTITY_KEY = List.of("artist_id");

    private final SparkSession spark;
    private final Tables tables;

    ArtistIdentities(SparkSession spark, Tables tables) {
        this.spark = spark;
        this.tables = tables;
    }

    /** @throws StagedChanges.ConflictException if another process has changed one of the tables */
    void update() {
        var records = Stream.of(RecordKind.ARTISTS, RecordKind.CONCERTS)
                .flatMap(kind -> Stream.of(kind.newest(), kind.versions()))
                .toList();
        var basis = records.stream()
                .map(table -> String.valueOf(Tables.snapshotId(tables.load(table))))
                .collect(Collectors.joining(" "));
        if (isCurrent(LINKS, basis) && isCurrent(IDENTITIES, basis)) {
            return;
        }
        records.forEach(table -> spark.table(tables.sqlName(table)).createOrReplaceTempView(table));
        var links = compute("computed_links", sql(LINKS));
        var identities = computeIdentities();
        try (var changes = new StagedChanges(spark, tables)) {
            replace(changes, LINKS, LINK_KEY, links, basis);
            replace(changes, IDENTITIES, IDENTITY_KEY, identities, basis);
        } finally {
            records.forEach(spark.catalog()::dropTempView);
        }
    }

    private boolean isCurrent(String table, String basis) {
        return basis.equals(tables.load(table).properties().get(BASIS));
    }

    /** Returns the query that DuckDB also runs. */
    private static String sql(String name) {
        return Definitions.resource(name + ".sql").replace("unnest(", "explode(");
    }

    private Dataset<Row> compute(String view, String query) {
        var rows = spark.sql(query).localCheckpoint();
        rows.createOrReplaceTempView(view);
        return rows;
    }

    /** Each ID takes over the smallest identity of its neighbours, until nothing changes. Spark 3.5 has no recursive queries. */
    private Dataset<Row> computeIdentities() {
        compute("edges", sql("artist_edges"));
        compute("labels", "SELECT DISTINCT a AS id, a AS identity, true AS changed FROM edges");
        while (!spark.table("labels").where("changed").isEmpty()) {
            compute("labels", """
                    SELECT known.id, min(neighbour.identity) AS identity, min(neighbour.identity) < known.identity AS changed
                    FROM labels known
                    JOIN (
                        SELECT id, identity FROM labels
                        UNION ALL
                        SELECT edges.b, labels.identity FROM edges JOIN labels ON labels.id = edges.a
                    ) neighbour ON neighbour.id = known.id
                    GROUP BY known.id, known.identity
                    """);
        }
        compute("artist_labels", """
                SELECT id, identity FROM labels
                UNION ALL
                SELECT artist_id, artist_id FROM artists LEFT ANTI JOIN labels ON labels.id = artists.artist_id
                """);
        return compute("computed_identities", sql(IDENTITIES));
    }

    private void replace(StagedChanges changes, String table, List<String> key, Dataset<Row> rows, String basis) {
        var current =
                changes.begin(table).select(columns(List.of(rows.columns()))).localCheckpoint();
        var missing = rows.exceptAll(current);
        var invalid = current.select(columns(key)).exceptAll(rows.select(columns(key)));
        if (!missing.isEmpty() || !invalid.isEmpty()) {
            changes.merge(table, key, missing, invalid);
        }
        changes.commit(table, Map.of(BASIS, basis));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(functions::col).toArray(Column[]::new);
    }
}
