package io.tourbus.warehouse.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.warehouse.iceberg.IcebergTable.ConflictException;
import io.tourbus.warehouse.schema.Column;
import io.tourbus.warehouse.schema.ColumnType.ListOf;
import io.tourbus.warehouse.schema.ColumnType.Scalar;
import io.tourbus.warehouse.schema.ColumnType.Struct;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergTablesTest {

    private static final Column NAME = new Column("name", Scalar.TEXT, "Name.");

    @TempDir
    private Path folder;

    private IcebergTables tables;
    private DuckDb duck;

    @BeforeEach
    void open() {
        tables = openTables();
        duck = DuckDb.open(128);
    }

    @AfterEach
    void close() {
        duck.close();
        tables.close();
    }

    private IcebergTables openTables() {
        return IcebergTables.open(
                CatalogSettings.file(
                        CatalogSettings.Type.JDBC,
                        folder.resolve("catalog").toString(),
                        folder.resolve("tables").toString()),
                () -> null);
    }

    private static Table table(List<Column> fields, Column... columns) {
        List<Column> all = new ArrayList<>(List.of(columns));
        all.add(new Column("parts", new ListOf(new Struct(fields)), "Parts."));
        return new Table("things", "Things.", all, List.of("name"));
    }

    private List<String> rows(Table table) {
        tables.open(table).createPublicView(duck);
        return duck.rows("SELECT CAST(things AS VARCHAR) FROM things ORDER BY name", row -> row.getString(1));
    }

    @Test
    void rowsOfEarlierFilesHaveNullInColumnsThatWereAddedLater() {
        var before = table(List.of(NAME), NAME);
        var opened = tables.open(before);
        opened.commit(List.of(), List.of(opened.write(duck, "SELECT 'a' AS name, [{name: 'x'}] AS parts")));

        var after = table(
                List.of(NAME, new Column("size", Scalar.INTEGER, "Size.")),
                new Column("added", Scalar.DATE, "Added."),
                NAME);
        var extended = tables.open(after);
        extended.commit(
                List.of(),
                List.of(extended.write(
                        duck, "SELECT DATE '2026-11-23' AS added, 'b' AS name, [{name: 'y', size: 2}] AS parts")));

        assertThat(rows(after))
                .containsExactly(
                        "{'added': NULL, 'name': a, 'parts': [{'name': x, 'size': NULL}]}",
                        "{'added': 2026-11-23, 'name': b, 'parts': [{'name': y, 'size': 2}]}");
    }

    @Test
    void aCommitFailsIfAnotherProcessHasChangedTheTable() {
        var definition = table(List.of(NAME), NAME);
        tables.open(definition);
        try (var others = openTables()) {
            var mine = tables.open(definition);
            var other = others.open(definition);
            other.commit(List.of(), List.of(other.write(duck, "SELECT 'a' AS name, NULL AS parts")));

            assertThatThrownBy(() -> mine.replaceAll(duck, "SELECT 'b' AS name, NULL AS parts"))
                    .isInstanceOf(ConflictException.class);
        }
        assertThat(rows(definition)).containsExactly("{'name': a, 'parts': NULL}");
    }

    @Test
    void aSnapshotIsNotPublishedOverALaterOneThatAnotherProcessHasPublished() {
        var definition = table(List.of(NAME), NAME);
        var first = tables.open(definition);
        first.stageAll(duck, "SELECT 'a' AS name, NULL AS parts");
        // This one has read the table before the snapshots became current.
        var slow = tables.open(definition);
        assertThat(first.publish(first.snapshotId())).isTrue();
        var second = tables.open(definition);
        second.stageAll(duck, "SELECT 'b' AS name, NULL AS parts");
        assertThat(second.publish(second.snapshotId())).isTrue();

        assertThat(slow.publish(first.snapshotId())).isFalse();

        assertThat(rows(definition)).containsExactly("{'name': b, 'parts': NULL}");
    }

    /** Iceberg deletes a file with the snapshot that removed it from the table. */
    @Test
    void snapshotsExpireAndTheirFilesAreDeleted() {
        var definition = table(List.of(NAME), NAME);
        var opened = tables.open(definition);
        for (var name : List.of("a", "b", "c")) {
            opened.replaceAll(duck, "SELECT '%s' AS name, NULL AS parts".formatted(name));
        }
        var data = folder.resolve("tables/concert_lake/things/data").toFile();
        assertThat(data.list()).hasSize(3);

        tables.open(definition).expireSnapshots(System.currentTimeMillis() + 1_000);

        assertThat(data.list()).hasSize(2);
        assertThat(rows(definition)).containsExactly("{'name': c, 'parts': NULL}");
    }

    @Test
    void filesThatNoSnapshotContainsAreDeletedWhenTheyAreOld() throws IOException {
        var definition = table(List.of(NAME), NAME);
        var opened = tables.open(definition);
        for (var name : List.of("a", "b")) {
            opened.replaceAll(duck, "SELECT '%s' AS name, NULL AS parts".formatted(name));
        }
        var killed =
                Path.of(opened.write(duck, "SELECT 'c' AS name, NULL AS parts").location());
        var other = Files.writeString(killed.resolveSibling("00000-0-of-another-engine.parquet"), "x");

        tables.open(definition).deleteOrphans(System.currentTimeMillis() - 60_000);
        assertThat(killed).exists();
        tables.open(definition).deleteOrphans(System.currentTimeMillis() + 60_000);

        assertThat(killed).doesNotExist();
        assertThat(other).exists();
        assertThat(killed.getParent().toFile().list())
                .as("both snapshots, and the other file")
                .hasSize(3);
    }

    @Test
    void aViewForUsersIsEmptyIfTheTableWasNotBuilt() {
        tables.createView(duck, WarehouseTables.CONCERT_PERFORMERS);

        assertThat(duck.number("SELECT count(*) FROM concert_performers")).isZero();
        assertThat(duck.rows("DESCRIBE concert_performers", row -> row.getString(1)))
                .containsExactly("concert_id", "position", "artist_id", "name", "matched_by");
    }
}
