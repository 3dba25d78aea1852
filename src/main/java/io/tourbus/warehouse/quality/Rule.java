package io.tourbus.warehouse.quality;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rule for the rows of a table.
 *
 * @param maxPercent the percentage of rows that may violate it
 * @param references the table with the key to which a column refers
 * @param min an expression in SQL, like {@code max}
 * @param sql an expression that is true for each valid row
 */
record Rule(
        String id,
        String table,
        Kind kind,
        Severity severity,
        double maxPercent,
        List<String> columns,
        String references,
        Optional<String> min,
        Optional<String> max,
        String sql,
        String description) {

    /** How rows are checked. */
    enum Kind {
        /** No two rows have the same values of the columns. */
        UNIQUE,
        /** A column is null, or the key of a row of another table. */
        REFERENCE,
        /** The columns are not null. */
        NOT_NULL,
        /** A column is null, or between two values. */
        RANGE,
        /** An expression is true or null. */
        SQL,
        /** The last complete run has as many records as the one before, in the queries that both read. */
        PREVIOUS_RUN,
        /** All objects and records that a manifest lists are applied. */
        MANIFEST;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
