package io.tourbus.warehouse.query;

import io.tourbus.model.Entity;
import io.tourbus.warehouse.WarehouseException;
import io.tourbus.warehouse.iceberg.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A view that a file defines: {@code NAME.sql} with a query of DuckDB. Comments in its first lines are the description.
 *
 * @param description the first sentence of these comments
 */
record SavedView(String name, String description, String sql) {

    private static final String ENDING = ".sql";

    /** Reads all views of a folder, sorted by name. */
    static List<SavedView> readAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(SavedView::read)
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /**
     * A view for each type of records that a description of a source defines.
     *
     * @param lake a folder with a copy of the lake
     * @param taken names of tables and other views
     */
    static List<SavedView> ofRecordTypes(Path lake, Collection<String> taken) {
        var folder = lake.resolve("normalized");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> types = Files.list(folder)) {
            return types.filter(type -> type.getFileName().toString().matches(Entity.LABEL))
                    .filter(type -> !taken.contains(type.getFileName().toString()) && hasRecords(type))
                    .sorted()
                    .map(SavedView::ofRecordType)
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static boolean hasRecords(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".ndjson.gz"));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static SavedView ofRecordType(Path folder) {
        var name = folder.getFileName().toString();
        return new SavedView(name, "The newest records of the type %s, from the lake.".formatted(name), """
                SELECT * FROM read_json(%s, format = 'newline_delimited', union_by_name = true, hive_partitioning = false)
                QUALIFY row_number() OVER (PARTITION BY id ORDER BY ingestion_timestamp DESC) = 1""".formatted(
                        DuckDb.text(folder.resolve("**/*.ndjson.gz").toString())));
    }

    private static SavedView read(Path file) {
        try {
            var sql = Files.readString(file);
            var name = file.getFileName().toString();
            return new SavedView(
                    name.substring(0, name.length() - ENDING.length()),
                    sql.lines()
                            .findFirst()
                            .filter(line -> line.startsWith("--"))
                            .map(line -> line.substring(2).strip())
                            .orElse(""),
                    String.join("", SqlText.split(sql).all()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static WarehouseException unreadable(Path path, IOException failure) {
        return new WarehouseException("The views in %s cannot be read: %s".formatted(path, failure));
    }
}
