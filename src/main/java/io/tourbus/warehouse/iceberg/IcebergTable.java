package io.tourbus.warehouse.iceberg;

import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * One version of a table: the files of its current snapshot when it was opened. DuckDB reads these files and writes new ones. A
 * commit fails if another process has changed the table in the meantime.
 */
public final class IcebergTable {

    /**
     * Another process has changed the table, or created it at the same time, for which Iceberg throws IllegalStateException. Open it
     * again, and repeat the work.
     */
    public static final class ConflictException extends RuntimeException {

        private static final long serialVersionUID = 1;

        ConflictException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static final int PUBLISH_ATTEMPTS = 20;
    private static final String ATTEMPT = "tourbus.attempt";

    private final Table definition;
    private final org.apache.iceberg.Table table;
    private final TableDataFiles dataFiles;
    private Snapshot snapshot;
    private Map<String, DataFile> files;

    IcebergTable(Table definition, org.apache.iceberg.Table table) {
        this.definition = definition;
        this.table = table;
        this.dataFiles = new TableDataFiles(definition, table);
        this.snapshot = table.currentSnapshot();
    }

    /** The files of the snapshot by location. They are read when they are needed first. */
    private Map<String, DataFile> files() {
        if (files == null) {
            files = snapshot == null ? Map.of() : readFiles();
        }
        return files;
    }

    private Map<String, DataFile> readFiles() {
        if (!snapshot.deleteManifests(table.io()).isEmpty()) {
            throw new IllegalStateException(
                    "The table %s has delete files, which Tourbus does not read. Compact it with the engine that wrote them."
                            .formatted(definition.name()));
        }
        Map<String, DataFile> found = new LinkedHashMap<>();
        for (var manifest : snapshot.dataManifests(table.io())) {
            try (var live = ManifestFiles.read(manifest, table.io(), table.specs())) {
                live.forEach(file -> found.put(file.location(), file.copy()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    public Table definition() {
        return definition;
    }

    /** Returns the ID of the snapshot; 0 for a new table. */
    public long snapshotId() {
        return snapshot == null ? 0 : snapshot.snapshotId();
    }

    public List<String> fileNames() {
        return List.copyOf(files().keySet());
    }

    public int fileCount() {
        return files().size();
    }

    public long rowCount() {
        return files().values().stream().mapToLong(DataFile::recordCount).sum();
    }

    public String location() {
        return table.location();
    }

    void addColumns() {
        var missing =
                definition.columns().stream().anyMatch(column -> table.schema().findField(column.name()) == null);
        if (missing || !nestedFieldsExist()) {
            table.updateSchema()
                    .unionByNameWith(IcebergSchema.extend(table.schema(), definition))
                    .commit();
        }
    }

    private boolean nestedFieldsExist() {
        return TypeUtil.indexByName(IcebergSchema.create(definition).asStruct()).keySet().stream()
                .allMatch(name -> table.schema().findField(name) != null);
    }

    /**
     * Creates a view over the rows in DuckDB, with a column {@code filename}. Files on S3 are copied to the folder of DuckDB first.
     */
    public void createView(DuckDb duck, String name) {
        duck.run("CREATE OR REPLACE VIEW %s AS %s".formatted(name, rows(duck)));
    }

    /** Creates a view for queries of users: with the name and the columns of the table. */
    void createPublicView(DuckDb duck) {
        duck.run("CREATE OR REPLACE VIEW \"%s\" AS SELECT * EXCLUDE (filename) FROM (%s)"
                .formatted(definition.name(), rows(duck)));
    }

    /** Returns a query without rows, with the columns of a table. */
    public static String noRows(Table definition) {
        return "SELECT %s, NULL::VARCHAR AS filename WHERE false"
                .formatted(definition.columns().stream()
                        .map(column -> "NULL::%s AS %s"
                                .formatted(Dialect.DUCKDB.type(column.type()), Dialect.DUCKDB.quote(column.name())))
                        .collect(Collectors.joining(", ")));
    }

    private String rows(DuckDb duck) {
        var empty = noRows(definition);
        if (files().isEmpty()) {
            return empty;
        }
        var paths = files().keySet().stream()
                .map(location -> DuckDb.text(dataFiles.localCopy(duck, location)))
                .collect(Collectors.joining(", "));
        var read = "read_parquet([%s], union_by_name = true, filename = true)".formatted(paths);
        // Older files do not have columns that were added later.
        return "SELECT %s, filename FROM %s"
                .formatted(
                        definition.columnList(),
                        table.schemas().size() == 1
                                ? read
                                : "(%s UNION ALL BY NAME SELECT * FROM %s)".formatted(empty, read));
    }

    /**
     * Writes the rows of a query to a new file, which belongs to the table after {@link #commit}. Each call uses a new name, so
     * that an attempt that was killed cannot damage committed files.
     */
    public DataFile write(DuckDb duck, String query) {
        return dataFiles.write(duck, query);
    }

    /**
     * Replaces files with new ones in one commit.
     *
     * @param removed names of files as in the column {@code filename} of {@link #createView}
     * @throws ConflictException if another process has changed the table since it was opened
     */
    public void commit(Collection<String> removed, List<DataFile> added) {
        commit(removed, added, Map.of());
    }

    /** Like {@link #commit(Collection, List)}; the same commit sets properties of the table. */
    public void commit(Collection<String> removed, List<DataFile> added, Map<String, String> properties) {
        orConflict(() -> {
            var transaction = table.newTransaction();
            var update = transaction.updateProperties();
            properties.forEach(update::set);
            update.commit();
            overwrite(transaction.newOverwrite(), removed, added).commit();
            transaction.commitTransaction();
        });
        table.refresh();
        use(table.currentSnapshot());
    }

    /** Like {@link #commit(Collection, List)}, but only this object sees the new snapshot until {@link #publish}. */
    public void stage(Collection<String> removed, List<DataFile> added) {
        var attempt = UUID.randomUUID().toString();
        orConflict(() -> overwrite(table.newOverwrite(), removed, added)
                .set(ATTEMPT, attempt)
                .stageOnly()
                .commit());
        table.refresh();
        for (var staged : table.snapshots()) {
            if (attempt.equals(staged.summary().get(ATTEMPT))) {
                use(staged);
            }
        }
    }

    /** @throws ConflictException if the table has changed since the staged snapshot was begun */
    public void checkStaged() {
        orConflict(table::refresh);
        var current = table.currentSnapshot();
        var parent = snapshot.parentId();
        if (current == null ? parent != null : parent == null || parent != current.snapshotId()) {
            throw hasChanged();
        }
    }

    private static void orConflict(Runnable work) {
        try {
            work.run();
        } catch (ValidationException | CommitFailedException | IllegalStateException e) {
            throw new ConflictException(e);
        }
    }

    private ConflictException hasChanged() {
        return new ConflictException(
                new CommitFailedException("The table %s has changed.".formatted(definition.name())));
    }

    /** Makes a staged snapshot the current one. @return false if it is, or was before later changes */
    public boolean publish(long id) {
        var operations = ((HasTableOperations) table).operations();
        for (var attempt = 0; attempt < PUBLISH_ATTEMPTS; attempt++) {
            if (table.snapshot(id) == null || table.currentSnapshot() != null && SnapshotUtil.isAncestorOf(table, id)) {
                return false;
            }
            var before = operations.current();
            try {
                var published = TableMetadata.buildFrom(before).setBranchSnapshot(id, SnapshotRef.MAIN_BRANCH);
                operations.commit(before, published.build());
                return true;
            } catch (CommitFailedException e) {
                // Another process has changed the table. Its snapshot can be a later one, which must stay.
                table.refresh();
            }
        }
        throw hasChanged();
    }

    private OverwriteFiles overwrite(OverwriteFiles overwrite, Collection<String> removed, List<DataFile> added) {
        named(removed).forEach(overwrite::deleteFile);
        added.stream().filter(file -> file.recordCount() > 0).forEach(overwrite::addFile);
        if (snapshot != null) {
            overwrite.validateFromSnapshot(snapshot.snapshotId());
        }
        return overwrite
                .conflictDetectionFilter(Expressions.alwaysTrue())
                .validateNoConflictingData()
                .validateNoConflictingDeletes();
    }

    private List<DataFile> named(Collection<String> names) {
        return names.stream()
                .map(name -> files().entrySet().stream()
                        .filter(file -> file.getKey().equals(name)
                                || file.getKey().endsWith("/" + Path.of(name).getFileName()))
                        .findFirst()
                        .orElseThrow()
                        .getValue())
                .toList();
    }

    /** Replaces all rows with those of a query. */
    public void replaceAll(DuckDb duck, String query) {
        commit(fileNames(), List.of(write(duck, query)));
    }

    /** Stages a snapshot with the rows of a query only. */
    public void stageAll(DuckDb duck, String query) {
        stage(fileNames(), List.of(write(duck, query)));
    }

    /** Deletes all rows. */
    public void clear() {
        if (!files().isEmpty()) {
            commit(fileNames(), List.of());
        }
    }

    /** Removes snapshots that are older, and the files that only they use. */
    public void expireSnapshots(long olderThanMillis) {
        if (table.snapshots().iterator().hasNext()
                && table.snapshots().iterator().next().timestampMillis() < olderThanMillis) {
            table.expireSnapshots().expireOlderThan(olderThanMillis).commit();
        }
    }

    /** Deletes data files that no snapshot contains and that are older: builds that were killed have left them. */
    public void deleteOrphans(long olderThanMillis) {
        OrphanFiles.delete(table, files().keySet(), olderThanMillis);
    }

    /** Sets a property of the table; null removes it. */
    public void setProperty(String name, String value) {
        var update = table.updateProperties();
        (value == null ? update.remove(name) : update.set(name, value)).commit();
    }

    public boolean hasProperty(String name) {
        return properties().containsKey(name);
    }

    public Map<String, String> properties() {
        return table.properties();
    }

    private void use(Snapshot used) {
        snapshot = used;
        files = null;
    }
}
