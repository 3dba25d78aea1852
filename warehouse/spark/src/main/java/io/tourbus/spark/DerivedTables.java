package io.tourbus.spark;

import org.apache.spark.sql.SparkSession;

/** Computes the tables that follow from the newest records and from the versions. */
final class DerivedTables {

    private static final String PERFORMERS = """
            SELECT concert_id, CAST(index + 1 AS BIGINT) AS position, p.artist_id, p.name, p.matched_by
            FROM %s LATERAL VIEW posexplode(performers) AS index, p
            """;

    private static final String PRICES = """
            SELECT concert_id, tier, currency, observed_at, min, max FROM (
                SELECT *, lag(struct(min, max)) OVER (PARTITION BY concert_id, tier, currency ORDER BY observed_at) AS before
                FROM (
                    SELECT concert_id, p.type AS tier, p.currency, ingestion_timestamp AS observed_at,
                        min(p.min) AS min, max(p.max) AS max
                    FROM %s LATERAL VIEW explode(price_ranges) AS p
                    GROUP BY concert_id, p.type, p.currency, ingestion_timestamp))
            WHERE struct(min, max) IS DISTINCT FROM before
            """;

    private static final String POPULARITY = """
            SELECT artist_id, observed_at, popularity, followers FROM (
                SELECT *, lag(struct(popularity, followers)) OVER (PARTITION BY artist_id ORDER BY observed_at) AS before
                FROM (
                    SELECT artist_id, ingestion_timestamp AS observed_at, popularity_score AS popularity, followers
                    FROM %s WHERE popularity_score IS NOT NULL OR followers IS NOT NULL))
            WHERE struct(popularity, followers) IS DISTINCT FROM before
            """;

    private final SparkSession spark;
    private final StagedChanges changes;

    DerivedTables(SparkSession spark, StagedChanges changes) {
        this.spark = spark;
        this.changes = changes;
    }

    /** Updates the tables that follow from the tables of a kind. */
    void update(RecordKind kind) {
        if (kind == RecordKind.CONCERTS) {
            update("concert_performers", PERFORMERS, kind.newest());
            update("ticket_prices", PRICES, kind.versions());
        } else if (kind == RecordKind.ARTISTS) {
            update("artist_popularity", POPULARITY, kind.versions());
        }
    }

    private void update(String table, String query, String from) {
        var computed = spark.sql(query.formatted(changes.sqlName(from))).persist();
        try {
            var current = changes.read(table).selectExpr(computed.columns());
            if (computed.count() != current.count()
                    || !computed.exceptAll(current).isEmpty()) {
                changes.overwrite(table, computed);
            }
        } finally {
            computed.unpersist();
        }
    }
}
