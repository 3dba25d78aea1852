package io.tourbus.spark;

import static org.apache.spark.sql.functions.not;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Compares the manifests and patches in the lake with what the tables contain. */
final class Manifests {

    /** A run whose manifest or patches have not been applied completely, as a row of the table {@code runs}. */
    record Run(String id, String status, String listing, long objects, long records) {}

    /** A part of the runs, with their objects that are applied together. */
    record Group(List<Run> runs, List<PendingObject> objects) {}

    private static final StructType FILES = StructType.fromDDL("run_id STRING, file_key STRING, path STRING");
    private static final StructType CONTENTS = StructType.fromDDL("run_id STRING, file_key STRING, content STRING");
    private static final String FORMAT =
            "report STRUCT<status: STRING>, objects ARRAY<STRUCT<bucket: STRING, key: STRING, lines: BIGINT, sha256: STRING>>";

    private final SparkSession spark;
    private final Tables tables;
    private final Lake lake;
    private final Map<String, String> damaged = new TreeMap<>();

    Manifests(SparkSession spark, Tables tables, Lake lake) {
        this.spark = spark;
        this.tables = tables;
        this.lake = lake;
    }

    /** Returns the manifests and patches that {@link #pending} could not read, with the reason. It leaves their runs out. */
    Map<String, String> damaged() {
        return damaged;
    }

    /** Returns the pending objects of the selected runs, oldest first. */
    List<Group> pending(JobArguments arguments) {
        Map<String, String> known = new HashMap<>();
        spark.table(tables.sqlName(Tables.RUNS))
                .select("run_id", "listing")
                .collectAsList()
                .forEach(row -> known.put(row.getString(0), row.getString(1)));
        Map<String, String> changed = new HashMap<>();
        List<Row> files = new ArrayList<>();
        lake.listings(arguments).forEach((run, versions) -> {
            var listing = hash(versions.entrySet().stream()
                    .map(file -> "%s %s".formatted(file.getKey(), file.getValue()))
                    .collect(Collectors.joining("\n")));
            if (!listing.equals(known.get(run))) {
                changed.put(run, listing);
                versions.keySet().forEach(key -> files.add(RowFactory.create(run, key, lake.path(key))));
            }
        });
        return changed.isEmpty() ? List.of() : groups(changed, files, arguments.groupRecords());
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Group> groups(Map<String, String> changed, List<Row> files, long groupRecords) {
        changed.keySet().removeAll(read(files));
        if (changed.isEmpty()) {
            return List.of();
        }
        var pending = pendingObjects();
        List<Group> groups = new ArrayList<>();
        var group = new Group(new ArrayList<>(), new ArrayList<>());
        long records = 0;
        for (var run : runs(changed)) {
            var objects = pending.getOrDefault(run.id(), List.of());
            var lines = objects.stream().mapToLong(PendingObject::lines).sum();
            if (records > 0 && records + lines > groupRecords) {
                groups.add(group);
                group = new Group(new ArrayList<>(), new ArrayList<>());
                records = 0;
            }
            group.runs().add(run);
            group.objects().addAll(objects);
            records += lines;
        }
        groups.add(group);
        return groups;
    }

    /** Creates the views {@code manifests} and {@code landed}. @return the runs with a damaged file, which are left out */
    private Set<String> read(List<Row> files) {
        var configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        MapFunction<Row, Row> read = row -> RowFactory.create(
                row.get(0),
                row.get(1),
                new String(Lake.read(row.getString(2), configuration.value()), StandardCharsets.UTF_8));
        spark.createDataFrame(files, FILES)
                .repartition(Math.min(files.size(), spark.sparkContext().defaultParallelism() * 4))
                .map(read, Encoders.row(CONTENTS))
                .createOrReplaceTempView("manifest_files");
        spark.sql("SELECT run_id, file_key, from_json(content, '%s') AS m FROM manifest_files".formatted(FORMAT))
                .localCheckpoint()
                .createOrReplaceTempView("manifest_contents");
        Set<String> incomplete = new TreeSet<>();
        spark.sql("SELECT run_id, file_key FROM manifest_contents WHERE m.objects IS NULL")
                .collectAsList()
                .forEach(row -> {
                    incomplete.add(row.getString(0));
                    damaged.put(lake.path(row.getString(1)), "it is damaged");
                });
        var contents = spark.table("manifest_contents");
        contents.filter(not(contents.col("run_id").isin(incomplete.toArray()))).createOrReplaceTempView("manifests");
        // The manifest is before its patches in the order of keys. The last version counts, but any of them can be in
        // the lake.
        spark.sql("""
                SELECT run_id, bucket, object_key, split(object_key, '/')[1] AS kind, versions,
                    element_at(versions, -1).lines AS lines,
                    array_join(array_sort(array_distinct(versions.sha256)), ',') AS listed
                FROM (
                    SELECT run_id, object.bucket AS bucket, object.key AS object_key,
                        array_sort(collect_list(struct(file_key, position, object.sha256, object.lines))) AS versions
                    FROM manifests LATERAL VIEW posexplode(m.objects) AS position, object
                    WHERE object.key RLIKE '^normalized/(%s)/'
                    GROUP BY run_id, object.bucket, object.key)
                """.formatted(Arrays.stream(RecordKind.values())
                        .map(RecordKind::newest)
                        .collect(Collectors.joining("|"))))
                .createOrReplaceTempView("landed");
        return incomplete;
    }

    private Map<String, List<PendingObject>> pendingObjects() {
        Map<String, List<PendingObject>> objects = new HashMap<>();
        var number = 0;
        var rows = spark.sql("""
                SELECT landed.*, loads.sha256 AS loaded
                FROM landed LEFT JOIN %s AS loads USING (run_id, object_key)
                WHERE loads.listed IS DISTINCT FROM landed.listed
                ORDER BY run_id, landed.bucket, object_key
                """.formatted(tables.sqlName(Tables.LOADS)));
        for (var row : rows.collectAsList()) {
            var object = new PendingObject(
                    ++number,
                    RecordKind.valueOf(row.<String>getAs("kind").toUpperCase(Locale.ROOT)),
                    row.getAs("run_id"),
                    row.getAs("bucket"),
                    row.getAs("object_key"),
                    row.getAs("listed"),
                    row.getAs("lines"),
                    row.<Row>getList(row.fieldIndex("versions")).stream()
                            .collect(Collectors.toMap(
                                    version -> version.getAs("sha256"),
                                    version -> version.getAs("lines"),
                                    (first, second) -> first)),
                    row.getAs("loaded"));
            objects.computeIfAbsent(object.runId(), added -> new ArrayList<>()).add(object);
        }
        return objects;
    }

    private List<Run> runs(Map<String, String> changed) {
        return spark.sql("""
                        SELECT m.run_id, coalesce(status, '') AS status, coalesce(objects, 0) AS objects,
                            coalesce(records, 0) AS records
                        FROM (SELECT run_id, max(m.report.status) AS status FROM manifests GROUP BY run_id) m
                        LEFT JOIN (SELECT run_id, count(*) AS objects, sum(lines) AS records FROM landed GROUP BY run_id) l
                            USING (run_id)
                        ORDER BY run_id
                        """).collectAsList().stream()
                .map(row -> new Run(
                        row.getAs("run_id"),
                        row.getAs("status"),
                        changed.get(row.<String>getAs("run_id")),
                        row.<Long>getAs("objects"),
                        row.<Long>getAs("records")))
                .toList();
    }
}
