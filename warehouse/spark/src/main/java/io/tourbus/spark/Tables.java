package io.tourbus.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.SparkSession;

/** The tables of the warehouse in the Iceberg catalog {@code tourbus}. */
final class Tables implements AutoCloseable {

    static final String LOADS = "loads";
    static final String RUNS = "runs";

    private static final String CATALOG = "tourbus";
    /** Begins the names of properties of {@code loads}: the snapshots of the other tables with what it lists. */
    static final String SNAPSHOT = "tourbus.snapshot.";

    /** Begins the names of properties of {@code loads}: until when entities were seen without an update of {@code last_seen}. */
    static final String SEEN = "tourbus.seen.";

    private static final int MAX_FILES = 100;
    private static final String REBUILD = "tourbus.rebuild";

    private final SparkSession spark;
    private final Definitions definitions;
    private final String database;
    private final Catalog catalog;

    /** Creates the database and the tables, or adds columns, if they do not exist. */
    Tables(SparkSession spark, Definitions definitions, String database) {
        this.spark = spark;
        this.definitions = definitions;
        this.database = database;
        try {
            catalog = Spark3Util.loadIcebergCatalog(spark, CATALOG);
        } catch (RuntimeException e) {
            throw new JobException(
                    JobException.FAILED,
                    "The catalog cannot be opened: %s. Check the arguments --catalog-….".formatted(deepest(e)));
        }
        spark.sql("CREATE NAMESPACE IF NOT EXISTS %s.`%s`".formatted(CATALOG, database));
        spark.sql("USE " + CATALOG);
        definitions.createStatements(database).forEach(spark::sql);
        names().forEach(this::addColumns);
    }

    /** Configures the catalog of a session. Without a type, it is the one of AWS Glue. */
    static void configure(SparkSession spark, Map<String, String> properties) {
        var prefix = "spark.sql.catalog." + CATALOG;
        Map<String, String> all = new HashMap<>(properties);
        all.put("cache-enabled", "false");
        var configured = spark.conf().contains(prefix + ".type") || spark.conf().contains(prefix + ".catalog-impl");
        if (!configured && !all.containsKey("type") && !all.containsKey("catalog-impl")) {
            all.put("catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog");
            all.putIfAbsent("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        }
        if (!all.containsKey("warehouse") && !spark.conf().contains(prefix + ".warehouse")) {
            throw new JobException(
                    JobException.USAGE,
                    "--catalog-warehouse is missing. Name the location of the tables: --catalog-warehouse s3://my-concert-data/warehouse");
        }
        SparkSession.setActiveSession(spark);
        spark.conf().set(prefix, "org.apache.iceberg.spark.SparkCatalog");
        all.forEach((name, value) -> spark.conf().set(prefix + "." + name, value));
    }

    private static String deepest(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : deepest(failure.getCause());
    }

    List<String> names() {
        return definitions.tables();
    }

    /** Returns the name of a table in SQL. */
    String sqlName(String table) {
        return "%s.`%s`.%s".formatted(CATALOG, database, table);
    }

    /** Returns a table as it is now. */
    Table load(String table) {
        return catalog.loadTable(TableIdentifier.of(database, table));
    }

    private void addColumns(String name) {
        var table = load(name);
        var defined = definitions.schema(name);
        if (!TypeUtil.indexByName(table.schema().asStruct())
                .keySet()
                .containsAll(TypeUtil.indexByName(defined.asStruct()).keySet())) {
            table.updateSchema().unionByNameWith(defined).commit();
        }
    }

    static long snapshotId(Table table) {
        return table.currentSnapshot() == null ? 0 : table.currentSnapshot().snapshotId();
    }

    /**
     * Makes the snapshots current that belong to the table {@code loads}. If a build was killed after its commit of {@code loads},
     * this finishes it.
     */
    void publish() {
        boolean changed;
        do {
            changed = false;
            for (var property : load(LOADS).properties().entrySet()) {
                if (property.getKey().startsWith(SNAPSHOT)) {
                    var table = load(property.getKey().substring(SNAPSHOT.length()));
                    changed |= publish(table, Long.parseLong(property.getValue()));
                }
            }
            // Another process can have published an older snapshot over a newer one in the meantime.
        } while (changed);
    }

    private static boolean publish(Table table, long id) {
        if (table.snapshot(id) == null || table.currentSnapshot() != null && SnapshotUtil.isAncestorOf(table, id)) {
            return false;
        }
        table.manageSnapshots().setCurrentSnapshot(id).commit();
        return true;
    }

    /** Returns until when entities were seen without an update of {@code last_seen}. */
    Instant seenUntil(RecordKind kind) {
        return Instant.parse(load(LOADS).properties().getOrDefault(SEEN + kind.newest(), Instant.EPOCH.toString()));
    }

    void beginRebuild() {
        load(LOADS).updateProperties().set(REBUILD, "true").commit();
    }

    /** Deletes all rows if a rebuild has begun, here or in a process that was killed. */
    void finishRebuild() {
        if (load(LOADS).properties().containsKey(REBUILD)) {
            names().forEach(table -> spark.sql("DELETE FROM " + sqlName(table)));
            var properties = load(LOADS).updateProperties();
            for (var kind : RecordKind.values()) {
                properties.remove(SEEN + kind.newest());
            }
            properties.remove(REBUILD).commit();
        }
    }

    /** Combines small files, and removes old snapshots. */
    void maintain(long oldestMillis) {
        for (var name : names()) {
            var table = load(name);
            if (number(table, "total-data-files") > MAX_FILES) {
                call("rewrite_data_files(table => '%s')", name);
            }
            var snapshots = table.snapshots().iterator();
            if (snapshots.hasNext() && snapshots.next().timestampMillis() < oldestMillis) {
                call(
                        "expire_snapshots(older_than => TIMESTAMP_MILLIS(%d), table => '%%s')".formatted(oldestMillis),
                        name);
            }
        }
    }

    private void call(String procedure, String table) {
        spark.sql("CALL %s.system.%s".formatted(CATALOG, procedure.formatted("`%s`.%s".formatted(database, table))));
    }

    /** Returns a number from the summary of the current snapshot, such as {@code total-records}. */
    static long number(Table table, String name) {
        var snapshot = table.currentSnapshot();
        return snapshot == null ? 0 : Long.parseLong(snapshot.summary().getOrDefault(name, "0"));
    }

    @Override
    public void close() {
        if (catalog instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
