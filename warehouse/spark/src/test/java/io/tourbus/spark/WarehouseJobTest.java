package io.tourbus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the tables that the job builds with those of {@code tourbus warehouse}. */
class WarehouseJobTest {

    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Path SANDBOX = REPOSITORY.resolve("data/sandbox/lake/concert-data-raw");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final String NOT_USED = "not used";

    @TempDir
    private Path folder;

    @Test
    void bothEnginesBuildTheSameTablesAlsoInTurns() throws Exception {
        assumeTrue(
                Files.exists(REPOSITORY.resolve("target/built")),
                "Tourbus is not built: run `./tourbus sandbox` first");
        assumeTrue(Files.isDirectory(SANDBOX.resolve("raw/_runs")), "there is no lake: run `./tourbus sandbox` first");
        var random = new Random(7);
        var lake = new TestLake(folder.resolve("lake"));
        var first = lake.copyLastRun(SANDBOX);
        lake.writeRandomObjects(random, 12);

        spark("both");

        lake.writeRandomObjects(random, 12);
        lake.repeatRun(first, "20270101T020000Z-daily-bbbb", 40);
        assertThat(tourbus("both")).doesNotContain(NOT_USED);

        lake.writeRandomObjects(random, 12);
        lake.repeatRun(first, "20260101T020000Z-daily-cccc", -300);
        lake.reprocess(first, lake.firstObject(first, "concerts"));
        lake.reprocess("20270101T020000Z-daily-bbbb", lake.firstObject("20270101T020000Z-daily-bbbb", "artists"));
        var bad = "normalized/concerts/year=2027/month=01/day=02/20270102T020000Z-daily-dddd_bad.ndjson.gz";
        lake.write(
                "20270102T020000Z-daily-dddd",
                bad,
                List.of(TestLake.concert("c1", "2027-01-02T02:00:00Z", "20270102T020000Z-daily-dddd", "bad", 1)),
                1);
        lake.manifest("20270102T020000Z-daily-dddd");
        lake.damagedManifest("20270103T020000Z-daily-eeee");
        assertThatThrownBy(() -> spark("both"))
                .isInstanceOfSatisfying(
                        JobException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(JobException.PARTIAL));
        assertThat(tourbus("tourbus")).contains(NOT_USED + ": 2 objects");
        assertSameTables();

        var snapshots = snapshots("both");
        assertThatThrownBy(() -> spark("both")).isInstanceOf(JobException.class);
        assertThat(tourbus("both")).contains("applied 0 objects", NOT_USED + ": 2 objects");
        assertThat(snapshots("both")).isEqualTo(snapshots);
    }

    private void spark(String state) {
        // The last build has several groups.
        List<String> arguments =
                new ArrayList<>(List.of("--lake", folder.resolve("lake").toString(), "--group-records", "8000"));
        LocalSpark.catalog(folder.resolve(state)).forEach((name, value) -> {
            arguments.add("--catalog-" + name);
            arguments.add(value);
        });
        var session = LocalSpark.session();
        // A cluster can have other defaults than Spark.
        session.conf().set("spark.sql.adaptive.enabled", false);
        WarehouseJob.run(session, JobArguments.parse(arguments.toArray(String[]::new)));
    }

    /** Runs {@code tourbus warehouse}. @return its output */
    private String tourbus(String state) throws Exception {
        var builder = new ProcessBuilder(REPOSITORY.resolve("tourbus").toString(), "warehouse");
        builder.environment()
                .put("TOURBUS_WAREHOUSE_LAKE_FOLDER", folder.resolve("lake").toString());
        builder.environment().put("TOURBUS_STATE_FOLDER", folder.resolve(state).toString());
        var output = folder.resolve("output");
        var process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        var text = Files.readString(output);
        System.out.println(text);
        // 3: an object was not used, or a rule for the data failed.
        assertThat(process.exitValue()).as(text).isIn(0, JobException.PARTIAL);
        return text;
    }

    private void assertSameTables() {
        var both = rows("both");
        var tourbus = rows("tourbus");
        assertThat(both.keySet()).hasSize(15).isEqualTo(tourbus.keySet());
        for (var table : both.keySet()) {
            assertThat(tourbus.get(table)).as(table).isNotEmpty();
            assertThat(difference(both.get(table), tourbus.get(table)))
                    .as("only in %s of Spark", table)
                    .isEmpty();
            assertThat(difference(tourbus.get(table), both.get(table)))
                    .as("only in %s of Tourbus", table)
                    .isEmpty();
            assertThat(both.get(table)).as(table).hasSameSizeAs(tourbus.get(table));
        }
    }

    private static List<String> difference(List<String> rows, List<String> others) {
        Set<String> difference = new TreeSet<>(rows);
        others.forEach(difference::remove);
        return difference.stream().limit(5).toList();
    }

    /** Returns all rows of each table as JSON, without the time of the build. */
    private Map<String, List<String>> rows(String state) {
        Map<String, List<String>> rows = new TreeMap<>();
        var spark = LocalSpark.session();
        spark.conf().set("spark.sql.session.timeZone", "UTC");
        Tables.configure(spark, LocalSpark.catalog(folder.resolve(state)));
        try (var tables = new Tables(spark, new Definitions(), "concert_lake")) {
            for (var name : tables.names()) {
                rows.put(
                        name,
                        spark.table(tables.sqlName(name)).drop("applied_at").toJSON().collectAsList().stream()
                                .map(WarehouseJobTest::sorted)
                                .sorted()
                                .toList());
            }
        }
        return rows;
    }

    private static String sorted(String json) {
        try {
            return JSON.writeValueAsString(JSON.readValue(json, Map.class));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Map<String, Long> snapshots(String state) {
        Map<String, Long> snapshots = new TreeMap<>();
        var spark = LocalSpark.session();
        Tables.configure(spark, LocalSpark.catalog(folder.resolve(state)));
        try (var tables = new Tables(spark, new Definitions(), "concert_lake")) {
            tables.names().forEach(name -> snapshots.put(name, Tables.snapshotId(tables.load(name))));
        }
        return snapshots;
    }
}
