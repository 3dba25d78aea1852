package io.tourbus.warehouse.schema;

import java.util.List;

/** The type of a column. Each SQL dialect and Iceberg have a type for it. */
public sealed interface ColumnType {

    /** The types without parts. */
    enum Scalar implements ColumnType {
        TEXT,
        BOOLEAN,
        /** 64-bit integer. */
        INTEGER,
        /** Double precision, for coordinates. */
        FLOAT,
        /** Exact, with four decimals, for prices. */
        DECIMAL,
        DATE,
        /** With microseconds, in UTC. */
        INSTANT
    }

    /** A list of values of one type. */
    record ListOf(ColumnType element) implements ColumnType {}

    /** Values by a text. */
    record MapOf(ColumnType value) implements ColumnType {}

    /** Named fields. */
    record Struct(List<Column> fields) implements ColumnType {}
}
