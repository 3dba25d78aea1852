package io.tourbus.warehouse;

import io.tourbus.lake.LakeException;
import io.tourbus.lake.LakeReader;
import io.tourbus.warehouse.BuildResult.TableSize;
import io.tourbus.warehouse.LoadedObjects.RunPlan;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.DuckDb.DuckDbException;
import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.iceberg.IcebergTable.ConflictException;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.RecordKind;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Applies the objects of the lake that the tables do not contain.
 *
 * <p>Objects are applied in groups, so that the memory does not depend on their number. For each group, a snapshot of each table is
 * staged. The commit of {@code loads} decides: it names the objects and the snapshots, which become current after it. If the
 * process is killed before, the tables are as if the group had not begun; if it is killed after, the next build makes them current.
 */
public final class WarehouseBuilder {

    private static final long GROUP_LINES = 100_000;
    private static final int MAX_FILES = 100;
    private static final String REBUILD = "tourbus.rebuild";

    private final IcebergTables tables;
    private final LakeReader lake;
    private final DuckDb duck;
    private final Clock clock;
    private final Duration keepSnapshots;
    private final BuildListener listener;
    private final ObjectFiles files;
    private final LoadedObjects loaded;

    private final List<SkippedObject> skipped = new ArrayList<>();
    private int runs;
    private int objects;
    private long records;

    /** @param keepSnapshots how long readers can go back to an earlier snapshot */
    public WarehouseBuilder(
            IcebergTables tables,
            LakeReader lake,
            DuckDb duck,
            Clock clock,
            Duration keepSnapshots,
            BuildListener listener) {
        this.tables = tables;
        this.lake = lake;
        this.duck = duck;
        this.clock = clock;
        this.keepSnapshots = keepSnapshots;
        this.listener = listener;
        this.files = new ObjectFiles(lake, duck.folder());
        this.loaded = new LoadedObjects(duck, tables, lake, clock);
    }

    /** A part of the pending objects, and the runs that are complete with it. */
    private static final class Group {
        private final List<PendingObject> objects = new ArrayList<>();
        private final List<RunPlan> complete = new ArrayList<>();
        private long lines;
    }

    /** Applies the objects of the selected runs. */
    public BuildResult build(RunSelector selector) {
        loaded.publish();
        finishRebuild();
        loaded.refresh();
        var before = rowCounts();
        forEachGroup(selector, this::apply);
        new ArtistIdentities(
                        duck,
                        tables,
                        table -> listener.committed(table.definition().name()))
                .update();
        return result(before, maintain());
    }

    /** Counts the objects that {@link #build} would apply. */
    public BuildResult dryRun(RunSelector selector) {
        loaded.refresh();
        var tablesNow = existing();
        forEachGroup(selector, group -> {
            objects += group.objects.size();
            records += group.lines;
        });
        return result(rowCounts(), tablesNow);
    }

    /** Deletes all rows, and applies all objects again. */
    public BuildResult rebuild() {
        tables.open(WarehouseTables.LOADS).setProperty(REBUILD, "true");
        return build(RunSelector.ALL);
    }

    /** Deletes all rows if a rebuild has begun. If the process is killed in between, the next build goes on. */
    private void finishRebuild() {
        if (tables.open(WarehouseTables.LOADS).hasProperty(REBUILD)) {
            WarehouseTables.all().forEach(table -> tables.open(table).clear());
            loaded.forgetSeen();
            tables.open(WarehouseTables.LOADS).setProperty(REBUILD, null);
        }
    }

    private void forEachGroup(RunSelector selector, Consumer<Group> action) {
        var group = new Group();
        for (var run : loaded.changedRuns(selector).entrySet()) {
            var found = plan(run.getKey(), run.getValue());
            if (found.isEmpty()) {
                continue;
            }
            var plan = found.get();
            runs += plan.pending().isEmpty() ? 0 : 1;
            for (var object : plan.pending()) {
                if (group.lines > 0 && group.lines + object.lines() > GROUP_LINES) {
                    action.accept(group);
                    group = new Group();
                }
                group.objects.add(object);
                group.lines += object.lines();
            }
            group.complete.add(plan);
        }
        if (!group.objects.isEmpty() || !group.complete.isEmpty()) {
            action.accept(group);
        }
    }

    /** Returns nothing if the manifest of the run, or a patch, is damaged. */
    private Optional<RunPlan> plan(String runId, String listing) {
        try {
            return Optional.of(loaded.plan(runId, listing));
        } catch (LakeException e) {
            if (!e.damaged()) {
                throw e;
            }
            var manifest = SkippedObject.of(lake.manifestAddress(runId), e);
            skipped.add(manifest);
            listener.skipped(manifest);
            return Optional.empty();
        }
    }

    private void apply(Group group) {
        try {
            ConflictRetry.run(() -> applyOnce(group), () -> {
                loaded.publish();
                loaded.refresh();
            });
        } catch (DuckDbException e) {
            throw e.isOutOfMemory()
                    ? new WarehouseException(
                            "The build needs more memory. Increase tourbus.warehouse.memory-megabytes.", e)
                    : e;
        }
    }

    private void applyOnce(Group group) {
        List<SkippedObject> bad = new ArrayList<>();
        List<StagedObject> applied = new ArrayList<>();
        List<IcebergTable> snapshots = new ArrayList<>();
        Map<RecordKind, Instant> seen = new EnumMap<>(RecordKind.class);
        LoadedObjects.createTimes(duck);
        var pending = loaded.stillPending(group.objects);
        for (var kind : RecordKind.values()) {
            var staged = files.stage(
                    pending.stream().filter(object -> object.kind() == kind).toList(), bad::add);
            if (!staged.isEmpty()) {
                applied.addAll(apply(kind, staged, bad, snapshots, seen));
                ObjectFiles.delete(staged.stream().map(StagedObject::file).toList());
            }
        }
        loaded.add(applied, snapshots, seen);
        if (!applied.isEmpty()) {
            listener.committed(WarehouseTables.LOADS.name());
            loaded.publish();
            count(applied);
        }
        var incomplete = bad.stream().map(SkippedObject::object).toList();
        var skippedRuns = group.objects.stream()
                .filter(object -> incomplete.contains(object.address()))
                .map(PendingObject::runId)
                .toList();
        skipped.addAll(bad);
        bad.forEach(listener::skipped);
        loaded.addRuns(group.complete.stream()
                .filter(plan -> !skippedRuns.contains(plan.runId()) && !wasSkipped(plan))
                .toList());
        listener.committed(WarehouseTables.RUNS.name());
        loaded.refresh();
    }

    /** Whether an earlier group has skipped an object of a run. */
    private boolean wasSkipped(RunPlan plan) {
        var addresses = plan.pending().stream().map(PendingObject::address).toList();
        return skipped.stream().anyMatch(object -> addresses.contains(object.object()));
    }

    private List<StagedObject> apply(
            RecordKind kind,
            List<StagedObject> objectsOfKind,
            List<SkippedObject> bad,
            List<IcebergTable> snapshots,
            Map<RecordKind, Instant> seen) {
        Consumer<IcebergTable> added = table -> {
            snapshots.add(table);
            listener.committed(table.definition().name());
        };
        var staging = new Staging(duck, kind, lake.limits().lineBytes());
        var staged = staging.load(objectsOfKind, bad::add);
        LoadedObjects.addTimes(duck);
        seen.put(kind, new KindLoader(duck, tables, kind, loaded.seenUntil(kind), added).apply(staging, staged, files));
        new DerivedTables(duck, tables, added).update(kind);
        return staged;
    }

    private void count(List<StagedObject> applied) {
        var lines =
                applied.stream().mapToLong(staged -> staged.object().lines()).sum();
        objects += applied.size();
        records += lines;
        listener.applied(
                applied.size(),
                lines,
                applied.stream()
                        .map(staged -> staged.object().kind())
                        .distinct()
                        .toList());
    }

    /** Combines small files, and removes old snapshots. @return the tables as they are now */
    private List<IcebergTable> maintain() {
        var oldest = clock.instant().minus(keepSnapshots).toEpochMilli();
        List<IcebergTable> maintained = new ArrayList<>();
        for (var table : WarehouseTables.all()) {
            var opened = tables.open(table);
            if (opened.fileCount() > MAX_FILES) {
                compact(opened);
            }
            opened.expireSnapshots(oldest);
            opened.deleteOrphans(oldest);
            maintained.add(opened);
        }
        return maintained;
    }

    private void compact(IcebergTable table) {
        table.createView(duck, "compacted");
        try {
            table.replaceAll(duck, "FROM compacted");
        } catch (ConflictException e) {
            // Another process has changed the table. The next build combines the files.
        }
    }

    private List<IcebergTable> existing() {
        return WarehouseTables.all().stream()
                .flatMap(table -> tables.find(table).stream())
                .toList();
    }

    private Map<String, Long> rowCounts() {
        Map<String, Long> rows = new HashMap<>();
        existing().forEach(table -> rows.put(table.definition().name(), table.rowCount()));
        return rows;
    }

    private BuildResult result(Map<String, Long> before, List<IcebergTable> after) {
        var sizes = after.stream()
                .map(table -> new TableSize(
                        table.definition().name(),
                        table.rowCount(),
                        table.rowCount()
                                - before.getOrDefault(table.definition().name(), 0L),
                        table.fileCount()))
                .toList();
        var sorted = skipped.stream()
                .sorted(Comparator.comparing(SkippedObject::object))
                .toList();
        return new BuildResult(runs, objects, records, sorted, sizes);
    }
}
