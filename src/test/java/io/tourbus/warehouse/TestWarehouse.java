package io.tourbus.warehouse;

import io.tourbus.warehouse.iceberg.CatalogSettings;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A warehouse in a folder. */
public record TestWarehouse(Path folder) {

    /** Opens the tables. Their catalog is in memory. */
    public IcebergTables tables() {
        return IcebergTables.open(catalog(), () -> null);
    }

    CatalogSettings catalog() {
        var url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
                .formatted(folder.toString().replaceAll("[^A-Za-z0-9]", "_"));
        return new CatalogSettings(
                CatalogSettings.Type.JDBC, url, "", "", folder.resolve("tables").toString());
    }

    public BuildResult build(TestLake lake) {
        return build(lake, BuildListener.NONE);
    }

    BuildResult build(TestLake lake, BuildListener listener) {
        return with(lake, listener, builder -> builder.build(RunSelector.ALL));
    }

    <T> T with(TestLake lake, BuildListener listener, java.util.function.Function<WarehouseBuilder, T> work) {
        try (var tables = tables();
                var duck = DuckDb.open(256)) {
            return work.apply(builder(tables, duck, lake, listener));
        }
    }

    static WarehouseBuilder builder(IcebergTables tables, DuckDb duck, TestLake lake, BuildListener listener) {
        return new WarehouseBuilder(tables, lake.reader(), duck, Clock.systemUTC(), Duration.ofDays(7), listener);
    }

    /** Returns the rows of all tables, without the times at which they were written. */
    Map<String, List<String>> rows() {
        try (var tables = tables();
                var duck = DuckDb.open(256)) {
            Map<String, List<String>> rows = new TreeMap<>();
            for (var table : WarehouseTables.all()) {
                tables.open(table).createView(duck, "t");
                rows.put(table.name(), rows(duck, table));
            }
            return rows;
        }
    }

    private static List<String> rows(DuckDb duck, Table table) {
        var columns = table.columns().stream()
                .map(column -> "\"" + column.name() + "\"")
                .filter(column -> !column.contains("applied_at"))
                .collect(Collectors.joining(", "));
        return duck.rows(
                "SELECT CAST(row(%s) AS VARCHAR) FROM t ORDER BY 1".formatted(columns), row -> row.getString(1));
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
