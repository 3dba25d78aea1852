package io.tourbus.spark;

import io.tourbus.spark.ObjectReader.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Applies the records of one kind to the table of versions and to the table of the newest records.
 *
 * <p>The rules are those of {@code tourbus warehouse}: the tables are always those that all applied objects together give, in any
 * order. Records that are newer than all applied ones of their key only need the last version of the key. For the others, which are
 * late or replace records, the versions are computed again from the objects in the lake, beginning at the time from which they can
 * differ. In the SQL below these keys are in the view {@code slow}, with that time in {@code tmin}.
 */
final class KindLoader {

    private static final StructType SLICES = StructType.fromDDL("run_id STRING, slice STRING");

    /** Versions without a change. They are kept because another record of their time had other content. */
    private static final String TIED = """
            SELECT %1$s, ingestion_timestamp AS tmin FROM (
                SELECT *, lag(record_hash) OVER (PARTITION BY %1$s ORDER BY ingestion_timestamp) AS before FROM %2$s)
            WHERE record_hash = before""";

    private final SparkSession spark;
    private final StagedChanges changes;
    private final RecordReader reader;
    private final Lake lake;
    private final RecordKind kind;
    private final String key;
    private final Instant seenUntil;

    /** @param seenUntil until when entities were seen without an update of {@code last_seen} */
    KindLoader(
            SparkSession spark,
            StagedChanges changes,
            RecordReader reader,
            Lake lake,
            RecordKind kind,
            Instant seenUntil) {
        this.spark = spark;
        this.changes = changes;
        this.reader = reader;
        this.lake = lake;
        this.kind = kind;
        this.seenUntil = seenUntil;
        this.key = String.join(", ", kind.key());
    }

    /**
     * Applies records, and updates the tables that follow from them.
     *
     * @param records of the objects to apply, with the columns {@code _object} and {@code _line}
     * @param objects the keys of these objects
     * @param replaced the run and slice of the objects of which the tables contain another version
     * @return until when entities were seen without an update of {@code last_seen}
     */
    Instant apply(Dataset<Row> records, Set<String> objects, List<Row> replaced) {
        changes.read(kind.versions()).createOrReplaceTempView("versions");
        changes.read(kind.newest()).createOrReplaceTempView("newest");
        spark.createDataFrame(replaced, SLICES).createOrReplaceTempView("replaced");
        createObservations(records);
        createOld(!replaced.isEmpty());
        var hasSlow = createSlow(!replaced.isEmpty());
        if (hasSlow) {
            createObservations(records.unionByName(earlier(objects), true));
        }
        createChanges();
        applyVersions(hasSlow);
        var seen = applyNewest(hasSlow);
        new DerivedTables(spark, changes).update(kind);
        return seen;
    }

    /**
     * Creates a view, and computes its rows. What does not fit into the memory is on disk. Without that, the plan of each query
     * would contain those of all views before it.
     */
    private void compute(String view, String query) {
        spark.sql(query.formatted(key)).localCheckpoint().createOrReplaceTempView(view);
    }

    private void view(String name, String query) {
        spark.sql(query.formatted(key)).createOrReplaceTempView(name);
    }

    /** One record for each key and time: that of the last run. {@code tie}: another record of this time has other content. */
    private void createObservations(Dataset<Row> records) {
        records.createOrReplaceTempView("stage");
        compute("obs", """
                SELECT * FROM (
                    SELECT *,
                        min(record_hash) OVER same_time <> max(record_hash) OVER same_time AS tie,
                        row_number() OVER (PARTITION BY %1$s, ingestion_timestamp
                            ORDER BY run_id DESC, slice DESC, _object DESC) AS place
                    FROM stage
                    WINDOW same_time AS (PARTITION BY %1$s, ingestion_timestamp))
                WHERE place = 1
                """);
    }

    private void createOld(boolean hasReplaced) {
        var keys = "SELECT %1$s FROM obs";
        if (hasReplaced) {
            keys += """

                    UNION SELECT %1$s FROM versions LEFT SEMI JOIN replaced USING (run_id, slice)
                    UNION SELECT %1$s FROM newest LEFT SEMI JOIN replaced USING (run_id, slice)
                    UNION SELECT %1$s FROM (""" + TIED.formatted(key, "versions") + ")";
        }
        compute("old", """
                SELECT %1$s, ingestion_timestamp, record_hash, run_id, slice, schema_version
                FROM versions LEFT SEMI JOIN (""" + keys + ") USING (%1$s)");
        compute("cur", """
                SELECT %1$s, ingestion_timestamp, record_hash, run_id, slice, schema_version, first_seen
                FROM newest LEFT SEMI JOIN (""" + keys + ") USING (%1$s)");
    }

    /**
     * Late records with another content than the version at their time; versions and newest records of slices that were replaced.
     * A replaced object may also have contained the other record of a tie.
     */
    private boolean createSlow(boolean hasReplaced) {
        var query = """
                SELECT %1$s, ingestion_timestamp AS tmin
                FROM (
                    SELECT %1$s, o.ingestion_timestamp, o.record_hash,
                        struct(o.run_id, o.slice, o.schema_version) AS origin,
                        max_by(struct(v.ingestion_timestamp, v.record_hash, struct(v.run_id, v.slice, v.schema_version) AS origin),
                            v.ingestion_timestamp) FILTER (WHERE v.ingestion_timestamp <= o.ingestion_timestamp) AS version
                    FROM obs o
                    JOIN (SELECT %1$s, ingestion_timestamp AS newest_timestamp FROM cur) USING (%1$s)
                    LEFT JOIN old v USING (%1$s)
                    WHERE o.ingestion_timestamp <= greatest(newest_timestamp, TIMESTAMP '%2$s')
                    GROUP BY %1$s, o.ingestion_timestamp, o.record_hash, o.run_id, o.slice, o.schema_version)
                WHERE version.record_hash IS DISTINCT FROM record_hash
                    OR version.ingestion_timestamp = ingestion_timestamp AND version.origin IS DISTINCT FROM origin
                """.formatted(key, seenUntil);
        if (hasReplaced) {
            query += """
                    UNION ALL
                    SELECT %1$s, coalesce(before, ingestion_timestamp) AS tmin
                    FROM (SELECT *, lag(ingestion_timestamp) OVER (PARTITION BY %1$s ORDER BY ingestion_timestamp) AS before FROM old)
                    LEFT SEMI JOIN replaced USING (run_id, slice)
                    LEFT ANTI JOIN obs USING (%1$s, ingestion_timestamp, run_id, slice, record_hash, schema_version)
                    UNION ALL
                    """ + TIED.formatted(key, "old") + """

                    UNION ALL
                    SELECT %1$s, coalesce(max(v.ingestion_timestamp), max(c.ingestion_timestamp)) AS tmin
                    FROM (SELECT * FROM cur LEFT SEMI JOIN replaced USING (run_id, slice)
                        LEFT ANTI JOIN obs USING (%1$s, ingestion_timestamp, run_id, slice, schema_version)) c
                    LEFT JOIN old v USING (%1$s) GROUP BY %1$s
                    """;
        }
        compute("slow", "SELECT %1$s, min(tmin) AS tmin FROM (" + query + ") GROUP BY %1$s");
        return !spark.table("slow").isEmpty();
    }

    /**
     * Returns the records of slow keys from objects that were applied earlier. What is no longer in the lake is taken from the tables.
     */
    private Dataset<Row> earlier(Set<String> objects) {
        Map<Integer, String> keys = new HashMap<>();
        List<Target> files = new ArrayList<>();
        for (var row : spark.sql("""
                        SELECT bucket, object_key, sha256, lines FROM %s
                        WHERE `table` = '%s' AND last_timestamp >= (SELECT min(tmin) FROM slow)
                        ORDER BY run_id, object_key
                        """.formatted(changes.sqlName(Tables.LOADS), kind.newest()))
                .collectAsList()) {
            String object = row.getAs("object_key");
            if (!objects.contains(object)) {
                // The numbers of objects that are applied now are positive.
                var number = -files.size() - 1;
                keys.put(number, object);
                files.add(new Target(
                        number,
                        lake.path(row.getAs("bucket"), object),
                        Map.of(row.getAs("sha256"), row.getAs("lines"))));
            }
        }
        var read = reader.read(kind, files);
        var lost = read.where("_problem IS NOT NULL").select("_object").collectAsList().stream()
                .map(row -> PendingObject.slice(keys.get(row.getInt(0))))
                .toList();
        spark.createDataFrame(lost, SLICES).createOrReplaceTempView("lost");
        read.createOrReplaceTempView("earlier");
        return spark.sql("""
                SELECT r.* FROM (
                    SELECT _object, %1$s FROM earlier WHERE _line > 0
                    UNION ALL SELECT -1, %1$s FROM versions LEFT SEMI JOIN lost USING (run_id, slice)
                    UNION ALL SELECT -1, %1$s FROM newest LEFT SEMI JOIN lost USING (run_id, slice)) r
                LEFT SEMI JOIN slow ON %2$s AND r.ingestion_timestamp >= slow.tmin
                """.formatted(String.join(", ", reader.columns(kind).fieldNames()), equalKeys()));
    }

    private String equalKeys() {
        return kind.key().stream().map("r.%1$s = slow.%1$s"::formatted).collect(Collectors.joining(" AND "));
    }

    private void createChanges() {
        // Late records with the content of the version at their time change nothing.
        view("relevant", """
                SELECT o.*
                FROM obs o
                LEFT JOIN (SELECT %1$s, ingestion_timestamp AS newest_timestamp FROM cur) USING (%1$s)
                LEFT JOIN slow USING (%1$s)
                WHERE CASE WHEN tmin IS NOT NULL THEN o.ingestion_timestamp >= tmin
                    ELSE newest_timestamp IS NULL OR o.ingestion_timestamp > newest_timestamp END
                """);
        view("base", """
                SELECT %1$s, max_by(record_hash, ingestion_timestamp) AS base_hash
                FROM old LEFT JOIN slow USING (%1$s)
                WHERE tmin IS NULL OR ingestion_timestamp < tmin GROUP BY %1$s
                """);
        compute("changes", """
                SELECT * FROM (
                    SELECT r.*, coalesce(
                        lag(record_hash) OVER (PARTITION BY %1$s ORDER BY ingestion_timestamp), base_hash) AS before
                    FROM relevant r LEFT JOIN base USING (%1$s))
                WHERE tie OR record_hash IS DISTINCT FROM before
                """);
        view("added", """
                SELECT * FROM changes
                LEFT ANTI JOIN old USING (%1$s, ingestion_timestamp, run_id, slice, record_hash, schema_version)
                """);
        view("removed", """
                SELECT %1$s, ingestion_timestamp FROM old JOIN slow USING (%1$s)
                LEFT ANTI JOIN (SELECT %1$s, ingestion_timestamp FROM changes) USING (%1$s, ingestion_timestamp)
                WHERE ingestion_timestamp >= tmin
                """);
        compute("revised", "SELECT %1$s FROM added UNION SELECT %1$s FROM removed");
    }

    private void applyVersions(boolean hasSlow) {
        var added = spark.table("added").selectExpr(reader.columns(kind).fieldNames());
        if (hasSlow) {
            List<String> versionKey = new ArrayList<>(kind.key());
            versionKey.add("ingestion_timestamp");
            changes.merge(kind.versions(), versionKey, added, spark.table("removed"));
        } else if (!added.isEmpty()) {
            changes.insert(kind.versions(), added);
        }
    }

    private Instant applyNewest(boolean hasSlow) {
        compute("latest", """
                SELECT o.*, CASE WHEN tmin IS NULL THEN coalesce(c.first_seen, first_relevant)
                    ELSE coalesce(first_old, first_relevant) END AS first_seen, o.ingestion_timestamp AS last_seen
                FROM (SELECT * FROM (
                    SELECT *, row_number() OVER (PARTITION BY %1$s ORDER BY ingestion_timestamp DESC) AS age FROM obs) WHERE age = 1) o
                LEFT JOIN cur c USING (%1$s)
                LEFT JOIN slow USING (%1$s)
                LEFT JOIN (SELECT %1$s, min(ingestion_timestamp) AS first_relevant FROM relevant GROUP BY %1$s) USING (%1$s)
                LEFT JOIN (SELECT %1$s, min(ingestion_timestamp) AS first_old FROM old JOIN slow USING (%1$s)
                    WHERE ingestion_timestamp < tmin GROUP BY %1$s) USING (%1$s)
                WHERE tmin IS NOT NULL OR c.ingestion_timestamp IS NULL
                    OR struct(o.ingestion_timestamp, o.run_id, o.slice, o.schema_version)
                        > struct(c.ingestion_timestamp, c.run_id, c.slice, c.schema_version)
                """);
        var latest = spark.table("latest").selectExpr(columnsOfNewest());
        if (!hasSlow) {
            var last = onlySeenAgain();
            if (last.isPresent()) {
                view("touched", "SELECT %1$s FROM latest WHERE false");
                return last.get();
            }
        }
        view("touched", "SELECT %1$s FROM latest UNION SELECT %1$s FROM slow");
        if (hasSlow || !latest.isEmpty()) {
            var gone = spark.sql("SELECT %1$s FROM slow LEFT ANTI JOIN latest USING (%1$s)".formatted(key));
            changes.merge(kind.newest(), kind.key(), latest, gone);
        }
        return seenUntil;
    }

    /**
     * Returns the latest time if the records change nothing except {@code last_seen} and where the record was read, and each entity
     * was already seen on the same day. The table is not written again then.
     */
    private Optional<Instant> onlySeenAgain() {
        var row = spark.sql("""
                        SELECT max(n.ingestion_timestamp) AS last, bool_and(c.ingestion_timestamp IS NOT NULL
                            AND n.record_hash = c.record_hash AND n.schema_version = c.schema_version
                            AND CAST(n.ingestion_timestamp AS DATE) = CAST(c.ingestion_timestamp AS DATE)) AS unchanged
                        FROM latest n LEFT JOIN cur c USING (%s)
                        """.formatted(key)).first();
        return Boolean.TRUE.equals(row.getAs("unchanged")) ? Optional.of(row.getAs("last")) : Optional.empty();
    }

    private String[] columnsOfNewest() {
        List<String> columns = new ArrayList<>(List.of(reader.columns(kind).fieldNames()));
        columns.addAll(List.of("first_seen", "last_seen"));
        return columns.toArray(String[]::new);
    }
}
