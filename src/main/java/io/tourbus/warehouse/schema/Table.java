package io.tourbus.warehouse.schema;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of the warehouse.
 *
 * @param key the columns that identify a row
 */
public record Table(String name, String description, List<Column> columns, List<String> key) {

    /** Returns the columns as a list in SQL, for DuckDB. */
    public String columnList() {
        return columns.stream()
                .map(column -> Dialect.DUCKDB.quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    Table with(String newName, String newDescription, List<Column> more, List<String> newKey) {
        return new Table(
                newName,
                newDescription,
                Stream.concat(columns.stream(), more.stream()).toList(),
                newKey);
    }
}
