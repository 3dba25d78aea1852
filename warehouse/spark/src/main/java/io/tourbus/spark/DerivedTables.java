package io.tourbus.spark;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Updates the tables that follow from the newest records and from the versions, for the keys that have changed. */
final class DerivedTables {

    private static final String PERFORMERS = """
            SELECT concert_id, CAST(index + 1 AS BIGINT) AS position, p.artist_id, p.name, p.matched_by
            FROM (SELECT * FROM %s LEFT SEMI JOIN touched USING (concert_id))
            LATERAL VIEW posexplode(performers) AS index, p
            """;

    private static final String PRICES = """
            SELECT concert_id, tier, currency, observed_at, min, max FROM (
                SELECT *, lag(struct(min, max)) OVER (PARTITION BY concert_id, tier, currency ORDER BY observed_at) AS before
                FROM (
                    SELECT concert_id, p.type AS tier, p.currency, ingestion_timestamp AS observed_at,
                        min(p.min) AS min, max(p.max) AS max
                    FROM (SELECT * FROM %s LEFT SEMI JOIN revised USING (concert_id))
                    LATERAL VIEW explode(price_ranges) AS p
                    GROUP BY concert_id, p.type, p.currency, ingestion_timestamp))
            WHERE struct(min, max) IS DISTINCT FROM before
            """;

    private static final String POPULARITY = """
            SELECT artist_id, observed_at, popularity, followers FROM (
                SELECT *, lag(struct(popularity, followers)) OVER (PARTITION BY artist_id ORDER BY observed_at) AS before
                FROM (
                    SELECT artist_id, ingestion_timestamp AS observed_at, popularity_score AS popularity, followers
                    FROM %s LEFT SEMI JOIN revised USING (artist_id)
                    WHERE popularity_score IS NOT NULL OR followers IS NOT NULL))
            WHERE struct(popularity, followers) IS DISTINCT FROM before
            """;

    private final SparkSession spark;
    private final StagedChanges changes;

    DerivedTables(SparkSession spark, StagedChanges changes) {
        this.spark = spark;
        this.changes = changes;
    }

    /** Updates the tables that follow from the tables of a kind. The views {@code touched} and {@code revised} have its changed keys. */
    void update(RecordKind kind) {
        if (kind == RecordKind.CONCERTS) {
            update("concert_performers", List.of("concert_id", "position"), PERFORMERS, kind.newest(), "touched");
            update(
                    "ticket_prices",
                    List.of("concert_id", "tier", "currency", "observed_at"),
                    PRICES,
                    kind.versions(),
                    "revised");
        } else if (kind == RecordKind.ARTISTS) {
            update("artist_popularity", List.of("artist_id", "observed_at"), POPULARITY, kind.versions(), "revised");
        }
    }

    private void update(String table, List<String> key, String query, String from, String changed) {
        var computed = spark.sql(query.formatted(changes.sqlName(from))).localCheckpoint();
        var current = spark.sql("SELECT %s FROM %s LEFT SEMI JOIN %s USING (%s)"
                        .formatted(String.join(", ", computed.columns()), changes.sqlName(table), changed, key.get(0)))
                .localCheckpoint();
        var missing = computed.exceptAll(current);
        var keys = key.stream().map(functions::col).toArray(Column[]::new);
        var invalid = current.select(keys).exceptAll(computed.select(keys));
        if (!missing.isEmpty() || !invalid.isEmpty()) {
            changes.merge(table, key, missing, invalid);
        }
    }
}
