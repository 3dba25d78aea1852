package io.tourbus.spark;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Spark in the process of the test. */
final class LocalSpark {

    private LocalSpark() {}

    /** Returns a session without a catalog. */
    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                // Each task costs more than its few records.
                .config("spark.default.parallelism", 1)
                // Generating code and describing plans take longer than the few records.
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.ui.explainMode", "simple")
                .config("spark.sql.debug.maxToStringFields", 1)
                .getOrCreate()
                .newSession();
    }

    /** Returns the properties of the catalog that {@code tourbus warehouse} uses by default. */
    static Map<String, String> catalog(Path state) {
        var folder = state.resolve("warehouse");
        return Map.of(
                "type",
                "jdbc",
                "uri",
                "jdbc:h2:file:%s;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
                        .formatted(folder.resolve("catalog")),
                "jdbc.schema-version",
                "V1",
                "warehouse",
                folder.toString());
    }
}
