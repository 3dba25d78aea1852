package io.tourbus.state;

import io.tourbus.state.db.JsonColumns;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.SqlStatement;

/** The columns in which a table holds a {@link StoredSlice}. */
final class SliceColumns {

    static final String NAMES = "source, entity, query, via, name, parameters, ids";

    /** The values of the columns, typed for both databases. */
    static final String VALUES =
            "CAST(:source AS VARCHAR), CAST(:entity AS VARCHAR), CAST(:query AS VARCHAR), CAST(:via AS VARCHAR), "
                    + "CAST(:name AS VARCHAR), CAST(:parameters AS VARCHAR), CAST(:ids AS VARCHAR)";

    private SliceColumns() {}

    static <S extends SqlStatement<S>> S bind(S statement, StoredSlice slice) {
        return statement
                .bind("source", slice.source())
                .bind("entity", slice.entity())
                .bind("query", slice.query())
                .bind("via", slice.reader())
                .bind("name", slice.name())
                .bind("parameters", JsonColumns.write(slice.parameters()))
                .bind("ids", JsonColumns.write(slice.ids()));
    }

    static StoredSlice read(RowView row) {
        return new StoredSlice(
                row.getColumn("source", String.class),
                row.getColumn("entity", String.class),
                row.getColumn("query", String.class),
                row.getColumn("via", String.class),
                row.getColumn("name", String.class),
                JsonColumns.textsByName(row.getColumn("parameters", String.class)),
                JsonColumns.texts(row.getColumn("ids", String.class)));
    }
}
