package io.tourbus.spark;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Builds the tables of the warehouse from the records in the lake, with Spark. It applies what the tables do not contain yet, also
 * where {@code tourbus warehouse} has built them.
 */
public final class WarehouseJob {

    private WarehouseJob() {}

    /**
     * Runs the job. On AWS Glue, a failure is an exception, because that is what makes a job run fail. Elsewhere, it is a line and an
     * exit code.
     */
    public static void main(String[] arguments) {
        try {
            var parsed = JobArguments.parse(arguments);
            var spark = SparkSession.builder()
                    .appName("tourbus-warehouse")
                    .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                    .getOrCreate();
            spark.sparkContext().setLogLevel("WARN");
            run(spark, parsed);
        } catch (JobException e) {
            if (JobArguments.onGlue(arguments)) {
                throw e;
            }
            System.err.println(e.getMessage());
            System.exit(e.exitCode());
        }
    }

    /** @throws JobException if an object was not applied, or the job cannot run */
    static void run(SparkSession spark, JobArguments arguments) {
        Tables.configure(spark, arguments.catalog());
        spark.conf().set("spark.sql.session.timeZone", "UTC");
        spark.conf().set("spark.sql.datetime.java8API.enabled", true);
        // Without it, Spark 3.5 cannot join two checkpoints of the same columns.
        spark.conf().set("spark.sql.adaptive.enabled", true);
        // Few large files instead of one for each core.
        spark.conf().set("spark.sql.adaptive.coalescePartitions.parallelismFirst", false);
        var definitions = new Definitions();
        try (var tables = new Tables(spark, definitions, arguments.database())) {
            var before = rowCounts(tables);
            var lake = new Lake(arguments.lake(), spark.sparkContext().hadoopConfiguration());
            var result = new WarehouseBuild(spark, definitions, tables, lake, Clock.systemUTC(), arguments).run();
            print(tables, before, result);
            if (!result.skipped().isEmpty()) {
                throw new JobException(
                        JobException.PARTIAL,
                        "Not used: %s, named above."
                                .formatted(count(result.skipped().size(), "object")));
            }
        }
    }

    private static Map<String, Long> rowCounts(Tables tables) {
        Map<String, Long> rows = new TreeMap<>();
        tables.names().forEach(name -> rows.put(name, Tables.number(tables.load(name), "total-records")));
        return rows;
    }

    private static void print(Tables tables, Map<String, Long> before, WarehouseBuild.Result result) {
        System.out.printf("%-20s %14s %14s %8s%n", "table", "rows", "added", "files");
        for (var name : tables.names()) {
            var table = tables.load(name);
            var rows = Tables.number(table, "total-records");
            System.out.printf(
                    "%-20s %,14d %+,14d %,8d%n",
                    name, rows, rows - before.get(name), Tables.number(table, "total-data-files"));
        }
        result.skipped().forEach((object, reason) -> System.out.printf("not used: %s: %s%n", object, reason));
        System.out.printf(
                "applied %s with %s of %s%n",
                count(result.objects(), "object"), count(result.records(), "record"), count(result.runs(), "run"));
    }

    private static String count(long number, String noun) {
        return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }
}
