package io.tourbus.warehouse;

import io.tourbus.lake.LakeReader;
import io.tourbus.model.LandedObject;
import io.tourbus.model.Sha256;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.RecordKind;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the tables already contain: the tables {@code loads} and {@code runs}. */
final class LoadedObjects {

    /**
     * A run with objects to apply.
     *
     * @param listing the hash of the list of its manifest and patches
     * @param objects the number of all its objects with records
     * @param records the number of records in them
     */
    record RunPlan(
            String runId, String status, String listing, int objects, long records, List<PendingObject> pending) {}

    /** Begins the names of properties of the table {@code loads}: the snapshots of the other tables with what it lists. */
    private static final String SNAPSHOT = "tourbus.snapshot.";

    /** Begins the names of properties of the table {@code loads}: the result of {@link KindLoader#apply}. */
    private static final String SEEN = "tourbus.seen.";

    private record Loaded(String sha256, String listed) {}

    private final DuckDb duck;
    private final IcebergTables tables;
    private final LakeReader lake;
    private final Clock clock;
    private final Map<String, String> published = new HashMap<>();
    private IcebergTable loads;
    private IcebergTable runs;

    LoadedObjects(DuckDb duck, IcebergTables tables, LakeReader lake, Clock clock) {
        this.duck = duck;
        this.tables = tables;
        this.lake = lake;
        this.clock = clock;
    }

    /** Reads the tables as they are now. */
    void refresh() {
        loads = tables.open(WarehouseTables.LOADS);
        loads.createView(duck, "loads");
        duck.run("CREATE OR REPLACE TABLE loaded AS SELECT * EXCLUDE (filename) FROM loads");
        runs = tables.open(WarehouseTables.RUNS);
        runs.createView(duck, "runs");
    }

    /** Returns the runs whose manifest or patches have not been applied completely, oldest first. */
    Map<String, String> changedRuns(RunSelector selector) {
        Map<String, String> known = new HashMap<>();
        duck.rows("SELECT run_id, listing FROM runs", row -> known.put(row.getString(1), row.getString(2)));
        Map<String, String> changed = new LinkedHashMap<>();
        lake.listings(selector.prefix()).forEach((run, listing) -> {
            var hash = hash(listing);
            if (selector.selects(run) && !hash.equals(known.get(run))) {
                changed.put(run, hash);
            }
        });
        return changed;
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Sha256.hash(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Compares the manifest of a run and its patches with what was applied. */
    RunPlan plan(String runId, String listing) {
        var manifest = lake.manifest(runId);
        var landed = lake.landed(manifest).stream()
                .filter(versions -> LakeReader.isNormalized(versions.get(0)))
                .filter(versions -> RecordKind.ofObject(versions.get(0).key()).isPresent())
                .toList();
        var known = loadedOf(runId);
        List<PendingObject> pending = new ArrayList<>();
        for (var versions : landed) {
            var key = versions.get(0).key();
            var before = known.get(key);
            if (before == null || !before.listed().equals(PendingObject.listed(versions))) {
                pending.add(new PendingObject(
                        RecordKind.ofObject(key).orElseThrow(),
                        runId,
                        lake.address(versions.get(0).bucket(), key),
                        versions,
                        before == null ? null : before.sha256()));
            }
        }
        return new RunPlan(runId, manifest.status(), listing, landed.size(), LakeReader.records(landed), pending);
    }

    private Map<String, Loaded> loadedOf(String runId) {
        Map<String, Loaded> known = new HashMap<>();
        duck.rows(
                "SELECT object_key, sha256, listed FROM loaded WHERE run_id = " + DuckDb.text(runId),
                row -> known.put(row.getString(1), new Loaded(row.getString(2), row.getString(3))));
        return known;
    }

    /** Returns the objects of a group that were not applied by another process in the meantime. */
    List<PendingObject> stillPending(List<PendingObject> objects) {
        Map<String, Map<String, Loaded>> byRun = new HashMap<>();
        return objects.stream()
                .map(object -> {
                    var now = byRun.computeIfAbsent(object.runId(), this::loadedOf)
                            .get(object.key());
                    return new PendingObject(
                            object.kind(),
                            object.runId(),
                            object.address(),
                            object.versions(),
                            now == null ? null : now.sha256());
                })
                .filter(object -> {
                    var now = byRun.get(object.runId()).get(object.key());
                    return now == null || !now.listed().equals(object.listed());
                })
                .toList();
    }

    /** Prepares the table of the latest times of staged objects, which {@link #add} reads. */
    static void createTimes(DuckDb duck) {
        duck.run("CREATE OR REPLACE TABLE times (_object INTEGER, last_timestamp TIMESTAMPTZ)");
    }

    static void addTimes(DuckDb duck) {
        duck.run("INSERT INTO times SELECT _object, max(ingestion_timestamp) FROM stage GROUP BY ALL");
    }

    /** Makes the snapshots current that belong to the table {@code loads}. Call {@link #refresh} after it. */
    void publish() {
        boolean changed;
        do {
            loads = tables.open(WarehouseTables.LOADS);
            changed = false;
            for (var table : WarehouseTables.all()) {
                var id = loads.properties().get(SNAPSHOT + table.name());
                if (id != null && !id.equals(published.put(table.name(), id))) {
                    changed |= tables.open(table).publish(Long.parseLong(id));
                }
            }
            // Another process can have replaced the snapshots in the meantime.
        } while (changed);
    }

    /** Returns until when entities were seen without an update of {@code last_seen}. */
    Instant seenUntil(RecordKind kind) {
        return Instant.parse(loads.properties().getOrDefault(SEEN + kind.folder(), Instant.EPOCH.toString()));
    }

    /** Forgets what {@link #seenUntil} returns, for empty tables. */
    void forgetSeen() {
        var table = tables.open(WarehouseTables.LOADS);
        for (var kind : RecordKind.values()) {
            table.setProperty(SEEN + kind.folder(), null);
        }
    }

    /**
     * Records that objects are applied, and which snapshots contain them: all of them in one commit.
     *
     * @param seen until when entities were seen without an update of {@code last_seen}
     */
    void add(List<StagedObject> staged, Collection<IcebergTable> snapshots, Map<RecordKind, Instant> seen) {
        if (staged.isEmpty()) {
            return;
        }
        duck.run("CREATE OR REPLACE TABLE new_loads AS FROM loaded WHERE false");
        var now = clock.instant();
        duck.run("""
                INSERT INTO new_loads SELECT * EXCLUDE (_object)
                FROM (VALUES %s) AS v("table", object_key, sha256, run_id, lines, applied_at, bucket, listed, _object)
                LEFT JOIN times USING (_object)
                """.formatted(staged.stream()
                .map(object -> "(%s, %s, %s, %s, %d, TIMESTAMPTZ '%s', %s, %s, %d)"
                        .formatted(
                                DuckDb.text(object.object().kind().folder()),
                                DuckDb.text(object.object().key()),
                                DuckDb.text(object.sha256()),
                                DuckDb.text(object.object().runId()),
                                linesOf(object),
                                now,
                                DuckDb.text(object.object().bucket()),
                                DuckDb.text(object.object().listed()),
                                object.number()))
                .collect(Collectors.joining(", "))));
        Map<String, String> properties = new HashMap<>();
        snapshots.forEach(
                table -> properties.put(SNAPSHOT + table.definition().name(), String.valueOf(table.snapshotId())));
        seen.forEach((kind, until) -> {
            if (until.isAfter(seenUntil(kind))) {
                properties.put(SEEN + kind.folder(), until.toString());
            }
        });
        snapshots.forEach(IcebergTable::checkStaged);
        if (duck.number("SELECT count(*) FROM loaded SEMI JOIN new_loads USING (object_key)") == 0) {
            loads.commit(List.of(), List.of(loads.write(duck, "FROM new_loads")), properties);
        } else {
            var rows = "FROM (SELECT * FROM loaded ANTI JOIN new_loads USING (object_key)) UNION ALL FROM new_loads";
            loads.commit(loads.fileNames(), List.of(loads.write(duck, rows)), properties);
        }
    }

    private static long linesOf(StagedObject staged) {
        return staged.object().versions().stream()
                .filter(version -> version.sha256().equals(staged.sha256()))
                .mapToLong(LandedObject::lines)
                .findFirst()
                .orElseThrow();
    }

    /** Records that all objects of runs are applied. */
    void addRuns(List<RunPlan> plans) {
        if (plans.isEmpty()) {
            return;
        }
        var rows = plans.stream()
                .map(plan -> "(%s, %s, %d, %d, %s, TIMESTAMPTZ '%s')"
                        .formatted(
                                DuckDb.text(plan.runId()),
                                DuckDb.text(plan.status()),
                                plan.objects(),
                                plan.records(),
                                DuckDb.text(plan.listing()),
                                clock.instant()))
                .collect(Collectors.joining(", "));
        duck.run("CREATE OR REPLACE TABLE new_runs AS SELECT * FROM (VALUES %s) AS v(%s)"
                .formatted(rows, WarehouseTables.RUNS.columnList()));
        runs.replaceAll(
                duck,
                "SELECT %1$s FROM runs ANTI JOIN new_runs USING (run_id) UNION ALL SELECT %1$s FROM new_runs"
                        .formatted(WarehouseTables.RUNS.columnList()));
    }
}
