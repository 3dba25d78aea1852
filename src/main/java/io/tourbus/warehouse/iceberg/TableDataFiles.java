package io.tourbus.warehouse.iceberg;

import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** The Parquet files of a table, which DuckDB reads and writes. Those on S3 are copied from and to its folder. */
final class TableDataFiles {

    private static final String ROW_GROUP_ROWS = "10240";

    private final Table definition;
    private final org.apache.iceberg.Table table;

    TableDataFiles(Table definition, org.apache.iceberg.Table table) {
        this.definition = definition;
        this.table = table;
    }

    /** Returns a path that DuckDB can read. */
    String localCopy(DuckDb duck, String location) {
        if (isLocal()) {
            return location;
        }
        var copy = duck.folder().resolve(location.substring(location.lastIndexOf('/') + 1));
        if (!Files.exists(copy)) {
            try (var in = table.io().newInputFile(location).newStream()) {
                Files.copy(in, copy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return copy.toString();
    }

    /** Writes the rows of a query to a new file, always with a new name. */
    DataFile write(DuckDb duck, String query) {
        var name = UUID.randomUUID() + ".parquet";
        var location = table.locationProvider().newDataLocation(name);
        var local = isLocal() ? Path.of(location) : duck.folder().resolve(name);
        try {
            Files.createDirectories(local.getParent());
            var rows = duck.run(
                    "COPY (SELECT %s FROM (%s)) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %s, FIELD_IDS %s)"
                            .formatted(
                                    typedColumns(), query, DuckDb.text(local.toString()), ROW_GROUP_ROWS, fieldIds()));
            if (!isLocal()) {
                upload(local, location);
            }
            return DataFiles.builder(table.spec())
                    .withPath(location)
                    .withFormat(FileFormat.PARQUET)
                    .withRecordCount(rows)
                    .withFileSizeInBytes(Files.size(local))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String typedColumns() {
        return definition.columns().stream()
                .map(column -> "CAST(%1$s AS %2$s) AS %1$s"
                        .formatted(Dialect.DUCKDB.quote(column.name()), Dialect.DUCKDB.type(column.type())))
                .collect(Collectors.joining(", "));
    }

    private void upload(Path local, String location) throws IOException {
        try (var out = table.io().newOutputFile(location).create()) {
            Files.copy(local, out);
        }
    }

    private String fieldIds() {
        Schema schema = table.schema();
        return definition.columns().stream()
                .map(column -> fieldIds(schema.findField(column.name())))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String fieldIds(NestedField field) {
        return "\"%s\": %s".formatted(field.name(), fieldIds(field.fieldId(), field.type()));
    }

    private static String fieldIds(int id, Type type) {
        if (!type.isNestedType()) {
            return String.valueOf(id);
        }
        return type.asNestedType().fields().stream()
                .map(TableDataFiles::fieldIds)
                .collect(Collectors.joining(", ", "{__duckdb_field_id: %d, ".formatted(id), "}"));
    }

    private boolean isLocal() {
        return table.io() instanceof LocalFileIO;
    }
}
