package io.tourbus.warehouse.iceberg;

import io.tourbus.warehouse.schema.Column;
import io.tourbus.warehouse.schema.ColumnType;
import io.tourbus.warehouse.schema.ColumnType.ListOf;
import io.tourbus.warehouse.schema.ColumnType.MapOf;
import io.tourbus.warehouse.schema.ColumnType.Scalar;
import io.tourbus.warehouse.schema.ColumnType.Struct;
import io.tourbus.warehouse.schema.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Converts columns to an Iceberg schema. A column keeps its ID for ever; a new one gets the next free ID.
 */
public final class IcebergSchema {

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private int lastId;

    /** @param earlier the schema whose IDs are kept; it can be empty */
    private IcebergSchema(Schema earlier) {
        earlier.columns().forEach(column -> remember("", column));
        lastId = ids.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Returns the schema of a new table. */
    public static Schema create(Table table) {
        return extend(new Schema(), table);
    }

    /** Returns a schema with the columns of a table and the IDs of an earlier version of it. */
    public static Schema extend(Schema earlier, Table table) {
        var schema = new IcebergSchema(earlier);
        return new Schema(schema.fields("", table.columns()));
    }

    private void remember(String parent, NestedField field) {
        var path = parent + "." + field.name();
        ids.put(path, field.fieldId());
        if (field.type().isNestedType()) {
            field.type().asNestedType().fields().forEach(nested -> remember(path, nested));
        }
    }

    private int id(String path) {
        return ids.computeIfAbsent(path, added -> ++lastId);
    }

    private List<NestedField> fields(String parent, List<Column> columns) {
        return columns.stream()
                .map(column -> {
                    var path = parent + "." + column.name();
                    return NestedField.optional(column.name())
                            .withId(id(path))
                            .ofType(type(path, column.type()))
                            .withDoc(column.description())
                            .build();
                })
                .collect(Collectors.toList());
    }

    private Type type(String path, ColumnType type) {
        if (type instanceof Scalar scalar) {
            return scalar(scalar);
        }
        if (type instanceof ListOf list) {
            var element = path + ".element";
            return Types.ListType.ofOptional(id(element), type(element, list.element()));
        }
        if (type instanceof MapOf map) {
            var value = path + ".value";
            return Types.MapType.ofOptional(
                    id(path + ".key"), id(value), Types.StringType.get(), type(value, map.value()));
        }
        return Types.StructType.of(fields(path, ((Struct) type).fields()));
    }

    private static Type scalar(Scalar scalar) {
        return switch (scalar) {
            case TEXT -> Types.StringType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case INTEGER -> Types.LongType.get();
            case FLOAT -> Types.DoubleType.get();
            case DECIMAL -> Types.DecimalType.of(18, 4);
            case DATE -> Types.DateType.get();
            case INSTANT -> Types.TimestampType.withZone();
        };
    }
}
