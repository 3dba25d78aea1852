package io.tourbus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.spark.StagedChanges.ConflictException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedChangesTest {

    private static final String POPULARITY = "artist_popularity";

    @TempDir
    private Path folder;

    private final Definitions definitions = new Definitions();
    private SparkSession spark;
    private Tables tables;

    @BeforeEach
    void open() {
        spark = LocalSpark.session();
        Tables.configure(spark, Map.of("type", "hadoop", "warehouse", folder.toString()));
        tables = new Tables(spark, definitions, "concert_lake");
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void changesAreSeenAfterTheCommitOnly() {
        try (var changes = stage(1)) {
            assertThat(changes.read(POPULARITY).count()).isOne();
            assertThat(popularity()).isEmpty();

            changes.commit(Map.of());
        }

        assertThat(popularity()).containsExactly(1L);
        assertThat(tables.load(POPULARITY).refs()).containsOnlyKeys("main");
    }

    @Test
    void changesAreRejectedIfAnotherProcessHasCommitted() {
        try (var changes = stage(1);
                var others = stage(2)) {
            others.commit(Map.of());

            assertThatThrownBy(() -> changes.commit(Map.of())).isInstanceOf(ConflictException.class);
        }

        assertThat(popularity()).containsExactly(2L);
        assertThat(spark.table(tables.sqlName(Tables.LOADS)).count()).isOne();
    }

    @Test
    void aBuildThatWasKilledAfterTheCommitOfLoadsIsFinished() {
        var changes = stage(1);
        var staged = tables.load(POPULARITY).refs().values().iterator().next().snapshotId();
        tables.load(Tables.LOADS)
                .updateProperties()
                .set(Tables.SNAPSHOT + POPULARITY, String.valueOf(staged))
                .commit();

        tables.publish();

        assertThat(popularity()).containsExactly(1L);
        changes.close();
        assertThat(popularity()).containsExactly(1L);
    }

    @Test
    void aRebuildDeletesAllRows() {
        try (var changes = stage(1)) {
            changes.commit(Map.of());
        }

        tables.beginRebuild();
        tables.finishRebuild();
        tables.finishRebuild();

        assertThat(popularity()).isEmpty();
        assertThat(spark.table(tables.sqlName(Tables.LOADS)).isEmpty()).isTrue();
    }

    private StagedChanges stage(long popularity) {
        var changes = new StagedChanges(spark, tables);
        changes.insert(POPULARITY, row(POPULARITY, "popularity", popularity));
        changes.insert(Tables.LOADS, row(Tables.LOADS, "lines", popularity));
        return changes;
    }

    private Dataset<Row> row(String table, String column, long value) {
        var columns = definitions.columns(table);
        return spark.createDataFrame(List.of(RowFactory.create(new Object[columns.size()])), columns)
                .withColumn(column, functions.lit(value));
    }

    private List<Long> popularity() {
        return spark.table(tables.sqlName(POPULARITY)).select("popularity").collectAsList().stream()
                .map(row -> row.getLong(0))
                .toList();
    }
}
