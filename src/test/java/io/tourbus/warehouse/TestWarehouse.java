package io.tourbus.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StateSettings;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.warehouse.iceberg.CatalogSettings;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.Column;
import io.tourbus.warehouse.schema.RecordKind;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A warehouse in a folder. @param url of the catalog */
public record TestWarehouse(Path folder, String url, String user) {

    private static final Set<String> NEWEST =
            Stream.of(RecordKind.values()).map(RecordKind::folder).collect(Collectors.toSet());

    /** With a catalog in memory. */
    public TestWarehouse(Path folder) {
        this(
                folder,
                "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
                        .formatted(folder.toString().replaceAll("[^A-Za-z0-9]", "_")),
                "");
    }

    /** With a catalog in a file. */
    static TestWarehouse onDisk(Path folder) {
        return new TestWarehouse(folder, "", "");
    }

    /** The warehouse whose state is in the subfolder {@code state}, over the lake in the subfolder {@code lake}. */
    public static Warehouse read(Path folder) {
        var settings = Map.of(
                "tourbus.warehouse.lake-folder", folder.resolve("lake").toString(),
                "tourbus.state.folder", folder.resolve("state").toString());
        return SettingsFile.read(
                SettingsOverrides.of(Map.of(), Map.of(), settings),
                all -> Warehouse.read(all, Path.of(""), StateSettings.read(all).folder()));
    }

    public IcebergTables tables() {
        return IcebergTables.open(catalog(), () -> null);
    }

    CatalogSettings catalog() {
        var location = folder.resolve("tables").toString();
        return url.isEmpty()
                ? CatalogSettings.file(
                        CatalogSettings.Type.JDBC, folder.resolve("catalog").toString(), location)
                : new CatalogSettings(CatalogSettings.Type.JDBC, url, user, "", location);
    }

    public BuildResult build(TestLake lake) {
        return build(lake, BuildListener.NONE);
    }

    BuildResult build(TestLake lake, BuildListener listener) {
        return with(lake, listener, builder -> builder.build(RunSelector.ALL));
    }

    <T> T with(TestLake lake, BuildListener listener, Function<WarehouseBuilder, T> work) {
        try (var tables = tables();
                var duck = DuckDb.open(256)) {
            return work.apply(builder(tables, duck, lake, listener));
        }
    }

    static WarehouseBuilder builder(IcebergTables tables, DuckDb duck, TestLake lake, BuildListener listener) {
        return new WarehouseBuilder(tables, lake.reader(), duck, Clock.systemUTC(), Duration.ofDays(7), listener);
    }

    /** All rows are those of a new warehouse that is built once from the same lake. */
    void assertSameAsCleanBuild(TestLake lake) {
        var clean = new TestWarehouse(folder.resolveSibling("clean-" + UUID.randomUUID()));
        clean.build(lake);
        assertThat(rows()).isEqualTo(clean.rows());
    }

    /** Returns the rows of all tables, without the times at which they were written. */
    Map<String, List<String>> rows() {
        try (var tables = tables();
                var duck = DuckDb.open(256)) {
            return rows(tables, duck, (table, column) -> quoted(column));
        }
    }

    /** Like {@link #rows}, but without the time and the run that read an entity again on the same day. */
    static Map<String, List<String>> rowsByDay(IcebergTables tables, DuckDb duck) {
        return rows(tables, duck, (table, column) -> switch (column) {
            case "last_seen" -> "CAST(last_seen AS DATE)";
            case "last_run_id", "record_id" -> "0";
            case "ingestion_timestamp", "run_id", "slice" -> NEWEST.contains(table) ? "0" : quoted(column);
            default -> quoted(column);
        });
    }

    private static String quoted(String column) {
        return "\"" + column + "\"";
    }

    private static Map<String, List<String>> rows(
            IcebergTables tables, DuckDb duck, BinaryOperator<String> expression) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (var table : WarehouseTables.all()) {
            tables.open(table).createView(duck, "t");
            var columns = table.columns().stream()
                    .map(Column::name)
                    .filter(column -> !column.equals("applied_at"))
                    .map(column -> expression.apply(table.name(), column))
                    .collect(Collectors.joining(", "));
            rows.put(
                    table.name(),
                    duck.rows(
                            "SELECT CAST(row(%s) AS VARCHAR) FROM t ORDER BY 1".formatted(columns),
                            row -> row.getString(1)));
        }
        return rows;
    }

    List<String> query(String table, String columns) {
        try (var tables = tables();
                var duck = DuckDb.open(256)) {
            var found = WarehouseTables.all().stream()
                    .filter(one -> one.name().equals(table))
                    .findFirst()
                    .orElseThrow();
            tables.open(found).createView(duck, "t");
            return duck.rows("SELECT concat_ws(' ', %s) FROM t ORDER BY 1".formatted(columns), row -> row.getString(1));
        }
    }
}
