package io.tourbus.spark;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Changes of several tables, each on a branch of its table. The commit of {@code loads} decides: it names the snapshots, which
 * become current after it. If the job is killed before, the tables are as they were; if it is killed after, the next build, also one
 * of {@code tourbus warehouse}, makes them current.
 */
final class StagedChanges implements AutoCloseable {

    /** Another process has changed a table. Repeat the work. */
    static final class ConflictException extends RuntimeException {

        private static final long serialVersionUID = 1;

        ConflictException(String table, Throwable cause) {
            super("The table %s was changed by another process.".formatted(table), cause);
        }
    }

    private static final String SOURCE = "merge_source";

    private final SparkSession spark;
    private final Tables tables;
    private final String branch = "build_" + UUID.randomUUID().toString().replace("-", "");
    /** The tables with a branch, each with the snapshot that the branch begins with; 0 for an empty table. */
    private final Map<String, Long> bases = new LinkedHashMap<>();

    StagedChanges(SparkSession spark, Tables tables) {
        this.spark = spark;
        this.tables = tables;
    }

    /** Returns the name of a table in SQL, with its staged changes. */
    String sqlName(String table) {
        return tables.sqlName(table) + (bases.containsKey(table) ? ".branch_" + branch : "");
    }

    /** Returns the rows of a table with its staged changes. */
    Dataset<Row> read(String table) {
        return spark.table(sqlName(table));
    }

    /** Creates the branch of a table. Iceberg deletes it with old snapshots if the job is killed. @return the rows of the branch */
    Dataset<Row> begin(String table) {
        if (!bases.containsKey(table)) {
            bases.put(table, Tables.snapshotId(tables.load(table)));
            spark.sql("ALTER TABLE %s CREATE BRANCH %s RETAIN 7 DAYS".formatted(tables.sqlName(table), branch));
        }
        return read(table);
    }

    /** Adds rows whose keys the table does not have. */
    void insert(String table, Dataset<Row> rows) {
        begin(table);
        rows.createOrReplaceTempView(SOURCE);
        spark.sql("INSERT INTO %s BY NAME SELECT * FROM %s".formatted(sqlName(table), SOURCE));
    }

    /**
     * Inserts and updates rows, and deletes others.
     *
     * @param deleted has at least the columns of the key
     */
    void merge(String table, List<String> key, Dataset<Row> rows, Dataset<Row> deleted) {
        begin(table);
        rows.withColumn("_deleted", functions.lit(false))
                .unionByName(deleted.withColumn("_deleted", functions.lit(true)), true)
                .createOrReplaceTempView(SOURCE);
        spark.sql("""
                MERGE INTO %s t USING %s s ON %s
                WHEN MATCHED AND s._deleted THEN DELETE
                WHEN MATCHED THEN UPDATE SET *
                WHEN NOT MATCHED AND NOT s._deleted THEN INSERT *
                """.formatted(
                        sqlName(table),
                        SOURCE,
                        key.stream().map("t.%1$s <=> s.%1$s"::formatted).collect(Collectors.joining(" AND "))));
    }

    /**
     * Commits the changes of {@code loads}, and makes the other ones current.
     *
     * @param seen until when entities of each kind were seen without an update of {@code last_seen}
     * @throws ConflictException if another process has changed one of the tables
     */
    void commit(Map<RecordKind, Instant> seen) {
        for (var base : bases.entrySet()) {
            if (Tables.snapshotId(tables.load(base.getKey())) != base.getValue()) {
                throw new ConflictException(base.getKey(), null);
            }
        }
        Map<String, String> properties = new HashMap<>();
        for (var table : bases.keySet()) {
            if (!table.equals(Tables.LOADS)) {
                var staged = tables.load(table).snapshot(branch).snapshotId();
                properties.put(Tables.SNAPSHOT + table, String.valueOf(staged));
            }
        }
        seen.forEach((kind, until) -> properties.put(Tables.SEEN + kind.newest(), until.toString()));
        commit(Tables.LOADS, properties);
        tables.publish();
    }

    /**
     * Commits the changes of one table only.
     *
     * @param properties of the table
     * @throws ConflictException if another process has changed it
     */
    void commit(String table, Map<String, String> properties) {
        try {
            var transaction = tables.load(table).newTransaction();
            var update = transaction.updateProperties();
            properties.forEach(update::set);
            update.commit();
            transaction
                    .manageSnapshots()
                    .fastForwardBranch(SnapshotRef.MAIN_BRANCH, branch)
                    .commit();
            transaction.commitTransaction();
        } catch (CommitFailedException | ValidationException | IllegalArgumentException e) {
            throw new ConflictException(table, e);
        }
    }

    /** Deletes the branches. */
    @Override
    public void close() {
        bases.keySet()
                .forEach(table ->
                        spark.sql("ALTER TABLE %s DROP BRANCH IF EXISTS %s".formatted(tables.sqlName(table), branch)));
    }
}
