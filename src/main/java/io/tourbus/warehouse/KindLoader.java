package io.tourbus.warehouse;

import io.tourbus.warehouse.PendingObject.Slice;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.RecordKind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies staged records of one kind to the table of versions and to the table of the newest records.
 *
 * <p>The tables are always those that all applied objects together would give, in any order. Records that are
 * newer than all applied ones of their key only need the last version of the key. For the others, which are late or replace
 * records, the versions are computed again from the objects in the lake, beginning at the time from which they can differ. In the
 * SQL below these keys are in the table {@code slow}, with that time in {@code tmin}.
 */
final class KindLoader {

    private static final int REREAD_FILES = 200;
    private static final int EARLIER = -1;

    /** Versions without a change. They are kept because another record of their time had other content. */
    private static final String TIED = "%2$s = lag(%2$s) OVER (PARTITION BY %1$s ORDER BY %3$s)";

    private final DuckDb duck;
    private final IcebergTables tables;
    private final RecordKind kind;
    private final String key;
    private final Instant seenUntil;
    private final Consumer<IcebergTable> staged;

    /**
     * @param seenUntil until when entities were seen without an update of {@code last_seen}
     * @param staged receives each table with a new snapshot
     */
    KindLoader(DuckDb duck, IcebergTables tables, RecordKind kind, Instant seenUntil, Consumer<IcebergTable> staged) {
        this.duck = duck;
        this.tables = tables;
        this.kind = kind;
        this.seenUntil = seenUntil;
        this.staged = staged;
        this.key = kind.key().stream().map(Dialect.DUCKDB::quote).collect(Collectors.joining(", "));
    }

    /**
     * Applies the records in the table {@code stage}. The changed keys of the newest records are in the table {@code touched} then,
     * those of the versions in {@code revised}.
     *
     * @return until when entities were seen without an update of {@code last_seen}
     */
    Instant apply(Staging staging, List<StagedObject> group, ObjectFiles files) {
        var versions = tables.open(kind.versions());
        var newest = tables.open(kind.newest());
        versions.createView(duck, "versions");
        newest.createView(duck, "newest");
        createReplaced(group);
        createObservations();
        createOld();
        createSlow();
        if (duck.number("SELECT count(*) FROM slow") > 0) {
            readEarlier(staging, group, files);
            createObservations();
        }
        createChanges();
        applyVersions(versions);
        return applyNewest(newest);
    }

    /** The slices whose objects another version replaces. */
    private void createReplaced(List<StagedObject> group) {
        createSlices(
                "replaced",
                group.stream()
                        .filter(StagedObject::replaces)
                        .map(staged -> Slice.of(staged.object().key()))
                        .toList());
    }

    private void createSlices(String name, List<Slice> slices) {
        duck.run("CREATE OR REPLACE TABLE %s (run_id VARCHAR, slice VARCHAR)".formatted(name));
        if (!slices.isEmpty()) {
            duck.run("INSERT INTO %s VALUES %s"
                    .formatted(
                            name,
                            slices.stream()
                                    .map(slice ->
                                            "(%s, %s)".formatted(DuckDb.text(slice.runId()), DuckDb.text(slice.name())))
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** One record for each key and time: that of the last run. {@code tie}: another record of this time has other content. */
    private void createObservations() {
        duck.run("""
                CREATE OR REPLACE TABLE obs AS
                SELECT rowid AS _row, %1$s, ingestion_timestamp AS ts, record_hash AS hash, run_id, slice, schema_version AS ver,
                    min(hash) OVER (PARTITION BY %1$s, ts) <> max(hash) OVER (PARTITION BY %1$s, ts) AS tie
                FROM stage
                QUALIFY row_number() OVER (PARTITION BY %1$s, ts ORDER BY run_id DESC, slice DESC, _object DESC) = 1
                """.formatted(key));
    }

    private void createOld() {
        duck.run("""
                CREATE OR REPLACE TABLE keys AS
                SELECT %1$s FROM obs
                UNION SELECT %1$s FROM versions SEMI JOIN replaced USING (run_id, slice)
                UNION SELECT %1$s FROM newest SEMI JOIN replaced USING (run_id, slice)
                UNION SELECT %1$s FROM (SELECT %1$s FROM versions WHERE EXISTS (FROM replaced) QUALIFY %2$s)
                """.formatted(key, TIED.formatted(key, "record_hash", "ingestion_timestamp")));
        duck.run("""
                CREATE OR REPLACE TABLE old AS
                SELECT %1$s, ingestion_timestamp AS ts, record_hash AS hash, run_id, slice, schema_version AS ver, filename
                FROM versions SEMI JOIN keys USING (%1$s)
                """.formatted(key));
        duck.run("""
                CREATE OR REPLACE TABLE cur AS
                SELECT %1$s, ingestion_timestamp AS ts, record_hash AS hash, run_id, slice, schema_version AS ver, first_seen
                FROM newest SEMI JOIN keys USING (%1$s)
                """.formatted(key));
    }

    /**
     * Late records with another content than the version at their time; versions and newest records of slices that were replaced.
     * A replaced object may also have contained the other record of a tie.
     */
    private void createSlow() {
        duck.run("""
                CREATE OR REPLACE TABLE slow AS
                SELECT %1$s, min(tmin) AS tmin FROM (
                    SELECT %2$s, o.ts AS tmin
                    FROM obs o JOIN cur c USING (%1$s) ASOF LEFT JOIN old v ON %3$s AND o.ts >= v.ts
                    WHERE o.ts <= greatest(c.ts, TIMESTAMPTZ '%5$s') AND (v.hash IS DISTINCT FROM o.hash
                        OR o.ts = v.ts AND (o.run_id, o.slice, o.ver) IS DISTINCT FROM (v.run_id, v.slice, v.ver))
                    UNION ALL
                    SELECT %1$s, coalesce(before, ts)
                    FROM (SELECT *, lag(ts) OVER (PARTITION BY %1$s ORDER BY ts) AS before FROM old) v
                    SEMI JOIN replaced USING (run_id, slice)
                    ANTI JOIN obs USING (%1$s, ts, run_id, slice, hash, ver)
                    UNION ALL
                    SELECT %1$s, ts FROM (SELECT * FROM old WHERE EXISTS (FROM replaced) QUALIFY %4$s)
                    UNION ALL
                    SELECT %1$s, coalesce(max(v.ts), max(c.ts))
                    FROM (SELECT * FROM cur SEMI JOIN replaced USING (run_id, slice)
                        ANTI JOIN obs USING (%1$s, ts, run_id, slice, ver)) c
                    LEFT JOIN old v USING (%1$s) GROUP BY %1$s)
                GROUP BY ALL
                """.formatted(key, columnsOf("o"), equal("o", "v"), TIED.formatted(key, "hash", "ts"), seenUntil));
    }

    private String columnsOf(String alias) {
        return kind.key().stream()
                .map(column -> "%s.%s".formatted(alias, Dialect.DUCKDB.quote(column)))
                .collect(Collectors.joining(", "));
    }

    private String equal(String left, String right) {
        return kind.key().stream()
                .map(Dialect.DUCKDB::quote)
                .map(column -> "%1$s.%3$s = %2$s.%3$s".formatted(left, right, column))
                .collect(Collectors.joining(" AND "));
    }

    /**
     * Stages the records of {@code slow} keys from objects that were applied earlier. What is no longer in the lake is taken from
     * the tables.
     */
    private void readEarlier(Staging staging, List<StagedObject> group, ObjectFiles files) {
        var inGroup = group.stream().map(staged -> staged.object().key()).collect(Collectors.toSet());
        record Earlier(String bucket, String key, String sha256) {}
        var earlier = duck
                .rows(
                        """
                        SELECT bucket, object_key, sha256 FROM loaded
                        WHERE "table" = '%s' AND last_timestamp >= (SELECT min(tmin) FROM slow)
                        ORDER BY run_id, object_key
                        """.formatted(kind.folder()),
                        row -> new Earlier(row.getString(1), row.getString(2), row.getString(3)))
                .stream()
                .filter(object -> !inGroup.contains(object.key()))
                .toList();
        List<Slice> lost = new ArrayList<>();
        List<Path> copies = new ArrayList<>();
        for (var object : earlier) {
            files.copy(object.bucket(), object.key(), object.sha256())
                    .ifPresentOrElse(copies::add, () -> lost.add(Slice.of(object.key())));
            if (copies.size() >= REREAD_FILES) {
                insertEarlier(staging, copies);
            }
        }
        insertEarlier(staging, copies);
        insertLost(lost);
    }

    private void insertEarlier(Staging staging, List<Path> copies) {
        staging.insertWhere(
                copies,
                EARLIER,
                "JOIN slow ON %s AND r.ingestion_timestamp >= slow.tmin".formatted(equal("r", "slow")));
        ObjectFiles.delete(copies);
        copies.clear();
    }

    private void insertLost(List<Slice> lost) {
        if (lost.isEmpty()) {
            return;
        }
        createSlices("lost", lost);
        var columns = kind.versions().columns().stream()
                .map(column -> "r." + Dialect.DUCKDB.quote(column.name()))
                .collect(Collectors.joining(", "));
        for (var table : List.of("versions", "newest")) {
            duck.run("""
                    INSERT INTO stage SELECT %s, %d FROM (SELECT * FROM %s SEMI JOIN lost USING (run_id, slice)) r
                    JOIN slow ON %s AND r.ingestion_timestamp >= slow.tmin
                    """.formatted(columns, EARLIER, table, equal("r", "slow")));
        }
    }

    private void createChanges() {
        // Late records with the content of the version at their time change nothing.
        duck.run("""
                CREATE OR REPLACE TABLE relevant AS
                SELECT o.* FROM obs o LEFT JOIN cur c USING (%1$s) LEFT JOIN slow s USING (%1$s)
                WHERE CASE WHEN s.tmin IS NOT NULL THEN o.ts >= s.tmin ELSE c.ts IS NULL OR o.ts > c.ts END
                """.formatted(key));
        duck.run("""
                CREATE OR REPLACE TABLE changes AS
                SELECT * EXCLUDE (before) FROM (
                    SELECT *, lag(hash) OVER (PARTITION BY %1$s ORDER BY ts) AS before FROM (
                        SELECT * FROM relevant
                        UNION ALL BY NAME
                        SELECT NULL AS _row, %1$s, max(ts) AS ts, max_by(hash, ts) AS hash
                        FROM old v LEFT JOIN slow s USING (%1$s)
                        WHERE s.tmin IS NULL OR v.ts < s.tmin GROUP BY ALL))
                WHERE _row IS NOT NULL AND (tie OR hash IS DISTINCT FROM before)
                """.formatted(key));
        duck.run(
                "CREATE OR REPLACE TABLE added AS SELECT * FROM changes ANTI JOIN old USING (%s, ts, run_id, slice, hash, ver)"
                        .formatted(key));
        duck.run("""
                CREATE OR REPLACE TABLE removed AS
                SELECT v.* FROM old v JOIN slow s USING (%1$s) ANTI JOIN changes c USING (%1$s, ts, run_id, slice, hash, ver)
                WHERE v.ts >= s.tmin
                """.formatted(key));
        duck.run("CREATE OR REPLACE TABLE revised AS SELECT %1$s FROM added UNION SELECT %1$s FROM removed"
                .formatted(key));
    }

    private void applyVersions(IcebergTable versions) {
        var rewritten = duck.rows("SELECT DISTINCT filename FROM removed", row -> row.getString(1));
        if (rewritten.isEmpty() && duck.number("SELECT count(*) FROM added") == 0) {
            return;
        }
        var columns = kind.versions().columnList();
        var rows = "SELECT %s FROM stage JOIN added ON stage.rowid = added._row"
                .formatted(kind.versions().columns().stream()
                        .map(column -> "stage." + Dialect.DUCKDB.quote(column.name()))
                        .collect(Collectors.joining(", ")));
        if (!rewritten.isEmpty()) {
            rows += """

                     UNION ALL
                    SELECT %s FROM (SELECT *, ingestion_timestamp AS ts FROM versions
                        WHERE filename IN (SELECT DISTINCT filename FROM removed))
                    ANTI JOIN removed USING (%s, ts)
                    """.formatted(columns, key);
        }
        versions.stage(rewritten, List.of(versions.write(duck, rows)));
        staged.accept(versions);
        versions.createView(duck, "versions");
    }

    private Instant applyNewest(IcebergTable newest) {
        duck.run("""
                CREATE OR REPLACE TABLE latest AS
                SELECT o.*, CASE WHEN s.tmin IS NULL THEN coalesce(c.first_seen, f.first)
                        ELSE coalesce(b.first, f.first) END AS first_seen
                FROM (SELECT * FROM obs QUALIFY
                    row_number() OVER (PARTITION BY %1$s ORDER BY ts DESC, run_id DESC, slice DESC) = 1) o
                LEFT JOIN cur c USING (%1$s)
                LEFT JOIN slow s USING (%1$s)
                LEFT JOIN (SELECT %1$s, min(ts) AS first FROM relevant GROUP BY ALL) f USING (%1$s)
                LEFT JOIN (SELECT %1$s, min(v.ts) AS first FROM old v JOIN slow s USING (%1$s)
                    WHERE v.ts < s.tmin GROUP BY ALL) b USING (%1$s)
                WHERE s.tmin IS NOT NULL
                    OR c.ts IS NULL
                    OR (o.ts, o.run_id, o.slice, o.ver) > (c.ts, c.run_id, c.slice, c.ver)
                """.formatted(key));
        duck.run("CREATE OR REPLACE TABLE touched AS SELECT %1$s FROM latest UNION SELECT %1$s FROM slow"
                .formatted(key));
        if (duck.number("SELECT count(*) FROM touched") == 0) {
            return seenUntil;
        }
        if (onlySeenAgain()) {
            duck.run("DELETE FROM touched");
            return duck.rows("SELECT max(ts) FROM latest", row -> row.getObject(1, OffsetDateTime.class))
                    .get(0)
                    .toInstant();
        }
        var columns = kind.newest().columnList();
        var records = Stream.concat(
                        kind.versions().columns().stream().map(column -> "s." + Dialect.DUCKDB.quote(column.name())),
                        Stream.of("n.first_seen", "n.ts AS last_seen"))
                .collect(Collectors.joining(", "));
        newest.stageAll(duck, """
                SELECT %s FROM newest ANTI JOIN touched USING (%s)
                UNION ALL
                SELECT %s FROM stage s JOIN latest n ON s.rowid = n._row
                """.formatted(columns, key, records));
        staged.accept(newest);
        newest.createView(duck, "newest");
        return seenUntil;
    }

    /**
     * Whether the records change nothing except {@code last_seen} and where the record was read, and each entity was already seen
     * on the same day. The table is not written again then.
     */
    private boolean onlySeenAgain() {
        return duck.number("SELECT count(*) FROM slow") == 0 && duck.number("""
                        SELECT count(*) FROM latest n LEFT JOIN cur c USING (%s)
                        WHERE c.ts IS NULL OR (n.hash, n.ver) IS DISTINCT FROM (c.hash, c.ver)
                            OR CAST(n.ts AS DATE) <> CAST(c.ts AS DATE)
                        """.formatted(key)) == 0;
    }
}
