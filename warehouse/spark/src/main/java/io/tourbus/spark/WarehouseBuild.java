package io.tourbus.spark;

import static org.apache.spark.sql.functions.not;

import io.tourbus.spark.Manifests.Group;
import io.tourbus.spark.Manifests.Run;
import io.tourbus.spark.ObjectReader.Target;
import io.tourbus.spark.RecordReader.Summary;
import io.tourbus.spark.StagedChanges.ConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Applies the objects of the lake that the tables do not contain. Runs are applied in groups, each in one commit. */
final class WarehouseBuild {

    private static final int ATTEMPTS = 10;
    private static final String PARTITIONS = "spark.sql.shuffle.partitions";
    private static final long RECORDS_IN_PARTITION = 20_000;

    /**
     * What a build has done.
     *
     * @param skipped the addresses of objects that were not applied, with the reason
     */
    record Result(int runs, int objects, long records, Map<String, String> skipped) {}

    private final SparkSession spark;
    private final Definitions definitions;
    private final Tables tables;
    private final Lake lake;
    private final Clock clock;
    private final JobArguments arguments;
    private final RecordReader reader;
    private final boolean fixedPartitions;

    private final Map<String, String> skipped = new TreeMap<>();
    private int runs;
    private int objects;
    private long records;

    WarehouseBuild(
            SparkSession spark,
            Definitions definitions,
            Tables tables,
            Lake lake,
            Clock clock,
            JobArguments arguments) {
        this.spark = spark;
        this.definitions = definitions;
        this.tables = tables;
        this.lake = lake;
        this.clock = clock;
        this.arguments = arguments;
        this.reader = new RecordReader(spark, definitions);
        this.fixedPartitions = spark.conf().contains(PARTITIONS);
    }

    Result run() {
        if (arguments.rebuild()) {
            tables.beginRebuild();
        }
        for (var attempt = 1; ; attempt++) {
            try {
                tables.publish();
                tables.finishRebuild();
                var manifests = new Manifests(spark, tables, lake);
                manifests.pending(arguments).forEach(this::apply);
                skipped.putAll(manifests.damaged());
                new ArtistIdentities(spark, tables).update();
                break;
            } catch (ConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
        tables.maintain(
                clock.instant().minus(Duration.ofDays(arguments.snapshotDays())).toEpochMilli());
        return new Result(runs, objects, records, skipped);
    }

    private void apply(Group group) {
        setPartitions(group);
        Map<PendingObject, Summary> applied = new LinkedHashMap<>();
        Map<RecordKind, Instant> seen = new EnumMap<>(RecordKind.class);
        try (var changes = new StagedChanges(spark, tables)) {
            for (var kind : RecordKind.values()) {
                var pending = group.objects().stream()
                        .filter(object -> object.kind() == kind)
                        .toList();
                if (!pending.isEmpty()) {
                    applied.putAll(apply(kind, pending, changes, seen));
                }
            }
            if (!applied.isEmpty()) {
                addLoads(applied, changes);
                changes.commit(seen);
            }
        }
        count(group, applied);
        addRuns(group);
    }

    /** The default of Spark, 200, is slow for a day and few for a year. */
    private void setPartitions(Group group) {
        if (!fixedPartitions) {
            var records =
                    group.objects().stream().mapToLong(PendingObject::lines).sum();
            var partitions = Math.max(spark.sparkContext().defaultParallelism(), records / RECORDS_IN_PARTITION);
            spark.conf().set(PARTITIONS, partitions);
        }
    }

    /** Applies objects of one kind. @return the objects that were applied */
    private Map<PendingObject, Summary> apply(
            RecordKind kind, List<PendingObject> pending, StagedChanges changes, Map<RecordKind, Instant> seen) {
        var rows = reader.read(
                kind,
                pending.stream()
                        .map(object -> new Target(
                                object.number(), lake.path(object.bucket(), object.key()), object.versions()))
                        .toList());
        rows.createOrReplaceTempView("read");
        var summaries =
                reader.check(kind, "read").stream().collect(Collectors.toMap(Summary::object, Function.identity()));
        List<PendingObject> valid = new ArrayList<>();
        for (var object : pending) {
            var problem = summaries.get(object.number()).problem();
            if (problem == null) {
                valid.add(object);
            } else {
                skipped.put(object.address(), problem);
            }
        }
        if (!valid.isEmpty()) {
            var invalid = pending.stream()
                    .filter(object -> summaries.get(object.number()).problem() != null)
                    .map(PendingObject::number)
                    .toArray();
            var replaced = valid.stream()
                    .filter(object -> isReplaced(object, summaries.get(object.number())))
                    .map(object -> PendingObject.slice(object.key()))
                    .toList();
            var keys = valid.stream().map(PendingObject::key).collect(Collectors.toSet());
            var records = rows.where("_line > 0").filter(not(rows.col("_object").isin(invalid)));
            var seenBefore = tables.seenUntil(kind);
            var seenNow = new KindLoader(spark, changes, reader, lake, kind, seenBefore).apply(records, keys, replaced);
            if (seenNow.isAfter(seenBefore)) {
                seen.put(kind, seenNow);
            }
        }
        return valid.stream().collect(Collectors.toMap(Function.identity(), object -> summaries.get(object.number())));
    }

    /** Whether the tables contain another version of an object. */
    private static boolean isReplaced(PendingObject object, Summary summary) {
        return object.loaded() != null && !object.loaded().equals(summary.sha256());
    }

    private Row load(PendingObject object, Summary summary) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("table", object.kind().newest());
        columns.put("object_key", object.key());
        columns.put("sha256", summary.sha256());
        columns.put("run_id", object.runId());
        columns.put("lines", object.versions().get(summary.sha256()));
        columns.put("applied_at", clock.instant());
        columns.put("bucket", object.bucket());
        columns.put("listed", object.listed());
        columns.put("last_timestamp", summary.lastTimestamp());
        return row(Tables.LOADS, columns);
    }

    private Row row(String table, Map<String, Object> columns) {
        return RowFactory.create(Arrays.stream(definitions.columns(table).fieldNames())
                .map(columns::get)
                .toArray());
    }

    private void addLoads(Map<PendingObject, Summary> applied, StagedChanges changes) {
        var loads = applied.entrySet().stream()
                .map(object -> load(object.getKey(), object.getValue()))
                .toList();
        var rows = spark.createDataFrame(loads, definitions.columns(Tables.LOADS));
        changes.merge(Tables.LOADS, List.of("object_key"), rows, rows.where("false"));
    }

    private void count(Group group, Map<PendingObject, Summary> applied) {
        objects += applied.size();
        records += applied.keySet().stream().mapToLong(PendingObject::lines).sum();
        runs += (int)
                group.objects().stream().map(PendingObject::runId).distinct().count();
    }

    /** Records that all objects of runs are applied. */
    private void addRuns(Group group) {
        var incomplete = group.objects().stream()
                .filter(object -> skipped.containsKey(object.address()))
                .map(PendingObject::runId)
                .collect(Collectors.toSet());
        var rows = group.runs().stream()
                .filter(run -> !incomplete.contains(run.id()))
                .map(this::row)
                .toList();
        if (!rows.isEmpty()) {
            spark.createDataFrame(rows, definitions.columns(Tables.RUNS)).createOrReplaceTempView("new_runs");
            spark.sql("""
                    MERGE INTO %s t USING new_runs s ON t.run_id = s.run_id
                    WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *
                    """.formatted(tables.sqlName(Tables.RUNS)));
        }
    }

    private Row row(Run run) {
        return row(
                Tables.RUNS,
                Map.of(
                        "run_id", run.id(),
                        "status", run.status(),
                        "objects", run.objects(),
                        "records", run.records(),
                        "listing", run.listing(),
                        "applied_at", clock.instant()));
    }
}
