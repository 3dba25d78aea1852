package io.tourbus.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import io.tourbus.spark.ObjectReader.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Reads the records of objects, with the types of the tables. */
final class RecordReader {

    private static final String CORRUPT = "_corrupt";
    private static final String MAJOR_VERSION = "1";

    private final SparkSession spark;
    private final Definitions definitions;

    RecordReader(SparkSession spark, Definitions definitions) {
        this.spark = spark;
        this.definitions = definitions;
    }

    /**
     * Returns the records of objects, with the columns {@code _object}, {@code _line} and {@code _corrupt}, and a row with {@code
     * _line} 0 for each object, see {@link ObjectReader}.
     */
    Dataset<Row> read(RecordKind kind, List<Target> objects) {
        var configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        var parts = Math.min(objects.size(), spark.sparkContext().defaultParallelism() * 4);
        var lines = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(objects, Math.max(1, parts))
                .flatMap(new ObjectReader(configuration));
        var columns = definitions.columns(kind.versions()).add(CORRUPT, "string");
        return spark.createDataFrame(lines, ObjectReader.LINES)
                .withColumn("_record", from_json(col("_text"), columns, Map.of("columnNameOfCorruptRecord", CORRUPT)))
                .select("_object", "_line", "_sha256", "_problem", "_record.*")
                .localCheckpoint();
    }

    /**
     * An object whose content was read.
     *
     * @param problem why the tables cannot take it; null if they can
     * @param lastTimestamp the latest {@code ingestion_timestamp} of its records; null if it has none
     */
    record Summary(int object, String sha256, String problem, Instant lastTimestamp) {}

    /** Checks each object. @param view with the result of {@link #read} */
    List<Summary> check(RecordKind kind, String view) {
        List<String> required = new ArrayList<>(kind.key());
        required.addAll(List.of("ingestion_timestamp", "record_hash", "run_id", "slice", "schema_version"));
        return spark
                .sql("""
                        SELECT _object, max(_sha256) AS sha256, max(_problem) AS problem,
                            max(schema_version) FILTER (WHERE split(schema_version, '[.]')[0] <> '%s') AS version,
                            min(_line) FILTER (WHERE _corrupt IS NOT NULL) AS corrupt,
                            concat_ws(' or no ', %s) AS missing,
                            count_if(_line > 0) > count(DISTINCT %s) AS twice,
                            max(ingestion_timestamp) AS last_timestamp
                        FROM %s GROUP BY _object
                        """.formatted(
                                MAJOR_VERSION,
                                required.stream()
                                        .map("CASE WHEN count_if(_line > 0) > count(%1$s) THEN '%1$s' END"::formatted)
                                        .collect(Collectors.joining(", ")),
                                String.join(", ", kind.key()),
                                view))
                .collectAsList()
                .stream()
                .map(row -> new Summary(
                        row.getAs("_object"), row.getAs("sha256"), problem(kind, row), row.getAs("last_timestamp")))
                .toList();
    }

    private static String problem(RecordKind kind, Row row) {
        if (row.getAs("problem") != null) {
            return row.getAs("problem");
        }
        if (row.getAs("version") != null) {
            return "its schema version %s is not supported. Update Tourbus, or leave the object out"
                    .formatted(row.<String>getAs("version"));
        }
        if (row.getAs("corrupt") != null) {
            return "the record in line %,d has other types than its schema".formatted(row.<Integer>getAs("corrupt"));
        }
        if (!row.<String>getAs("missing").isEmpty()) {
            return "a record has no " + row.<String>getAs("missing");
        }
        return row.<Boolean>getAs("twice") ? "several records have the same " + String.join(" and ", kind.key()) : null;
    }

    /** Returns the columns of the records of a kind. */
    StructType columns(RecordKind kind) {
        return definitions.columns(kind.versions());
    }
}
