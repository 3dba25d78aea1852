package io.tourbus.warehouse.schema;

import io.tourbus.warehouse.schema.ColumnType.ListOf;
import io.tourbus.warehouse.schema.ColumnType.MapOf;
import io.tourbus.warehouse.schema.ColumnType.Scalar;
import io.tourbus.warehouse.schema.ColumnType.Struct;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The SQL dialects in which the tables are defined. */
public enum Dialect {
    DUCKDB('"', "VARCHAR", "BOOLEAN", "BIGINT", "DOUBLE", "DECIMAL(18,4)", "DATE", "TIMESTAMPTZ"),
    SPARK('`', "STRING", "BOOLEAN", "BIGINT", "DOUBLE", "DECIMAL(18,4)", "DATE", "TIMESTAMP"),
    ATHENA('`', "string", "boolean", "bigint", "double", "decimal(18,4)", "date", "timestamp"),
    REDSHIFT('"', "VARCHAR(65535)", "BOOLEAN", "BIGINT", "DOUBLE PRECISION", "DECIMAL(18,4)", "DATE", "TIMESTAMPTZ");

    /** The database of the tables. */
    public static final String DATABASE = "concert_lake";

    /** Other engines that change rows rewrite files as well, because many readers do not support delete files. */
    public static final SortedMap<String, String> ICEBERG_PROPERTIES =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
                    "format-version", "2",
                    "write.delete.mode", "copy-on-write",
                    "write.update.mode", "copy-on-write",
                    "write.merge.mode", "copy-on-write",
                    "write.parquet.compression-codec", "zstd",
                    "write.metadata.delete-after-commit.enabled", "true",
                    "write.metadata.previous-versions-max", "20",
                    "commit.manifest.min-count-to-merge", "10")));

    private final char quote;
    private final String[] scalars;

    /** @param scalars in the order of {@link Scalar} */
    Dialect(char quote, String... scalars) {
        this.quote = quote;
        this.scalars = scalars;
    }

    /** Quotes a name. */
    public String quote(String name) {
        return quote + name + quote;
    }

    /** Returns the name of a type. */
    public String type(ColumnType type) {
        if (type instanceof Scalar scalar) {
            return scalars[scalar.ordinal()];
        }
        return switch (this) {
            case DUCKDB -> nested(type, "%s[]", "MAP(VARCHAR, %s)", "STRUCT(%s)", " ");
            case SPARK -> nested(type, "ARRAY<%s>", "MAP<STRING, %s>", "STRUCT<%s>", ": ");
            case ATHENA -> nested(type, "array<%s>", "map<string,%s>", "struct<%s>", ":");
            case REDSHIFT -> "SUPER";
        };
    }

    private String nested(ColumnType type, String list, String map, String struct, String separator) {
        if (type instanceof ListOf of) {
            return list.formatted(type(of.element()));
        }
        if (type instanceof MapOf of) {
            return map.formatted(type(of.value()));
        }
        Function<Column, String> field =
                column -> (this == ATHENA ? column.name() : quote(column.name())) + separator + type(column.type());
        var fields = ((Struct) type).fields().stream().map(field);
        return struct.formatted(fields.collect(Collectors.joining(this == ATHENA ? "," : ", ")));
    }

    /** Returns the statement that creates a table. */
    public String createTable(Table table) {
        var name = this == DUCKDB ? quote(table.name()) : DATABASE + "." + table.name();
        var columns = table.columns().stream().map(column -> column(table, column));
        return "-- %s%nCREATE TABLE IF NOT EXISTS %s (%n%s%n)%s;%n"
                .formatted(table.description(), name, columns.collect(Collectors.joining(",\n")), properties(table));
    }

    private String column(Table table, Column column) {
        var type = this == REDSHIFT && table.key().contains(column.name()) && column.type() == Scalar.TEXT
                ? "VARCHAR(1024)"
                : type(column.type());
        var comment = this == SPARK || this == ATHENA
                ? " COMMENT '%s'".formatted(column.description().replace("'", this == SPARK ? "\\'" : "''"))
                : "";
        return "    %s %s%s".formatted(quote(column.name()), type, comment);
    }

    private String properties(Table table) {
        return switch (this) {
            case DUCKDB -> "";
            case SPARK ->
                ICEBERG_PROPERTIES.entrySet().stream()
                        .map(property -> "    '%s' = '%s'".formatted(property.getKey(), property.getValue()))
                        .collect(Collectors.joining(",\n", " USING iceberg\nTBLPROPERTIES (\n", "\n)"));
            case ATHENA ->
                "\nLOCATION 's3://${bucket}/warehouse/%s/%s/'\nTBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet')"
                        .formatted(DATABASE, table.name());
            case REDSHIFT -> " DISTSTYLE AUTO";
        };
    }

    /** Returns the name of the file with the statements for all tables. */
    public String file() {
        return name().toLowerCase(Locale.ROOT) + ".sql";
    }
}
