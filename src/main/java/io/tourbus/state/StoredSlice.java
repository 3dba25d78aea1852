package io.tourbus.state;

import io.tourbus.state.db.JsonColumns;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * A slice, the part of a query that is read and delivered as a unit, in the form in which the database stores it.
 *
 * @param reader the name of the reader of the slice
 * @param name unique within the query
 * @param parameters the request parameters in their order
 * @param ids the IDs of the entities to request; empty if the parameters are sufficient
 */
public record StoredSlice(
        String source,
        String entity,
        String query,
        @ColumnName("via") String reader,
        String name,
        Map<String, String> parameters,
        List<String> ids) {

    static final String COLUMNS = "source, entity, query, via, name, parameters, ids";

    /** Parameters for the columns, typed for both databases; see {@link #bind}. */
    static final String VALUES =
            "CAST(:source AS VARCHAR), CAST(:entity AS VARCHAR), CAST(:query AS VARCHAR), CAST(:via AS VARCHAR), "
                    + "CAST(:name AS VARCHAR), CAST(:parameters AS VARCHAR), CAST(:ids AS VARCHAR)";

    public StoredSlice {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(name, "name");
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        ids = List.copyOf(ids);
    }

    /** Returns whether both are the same part of the same query. */
    boolean sameAs(StoredSlice other) {
        return source.equals(other.source) && query.equals(other.query) && name.equals(other.name);
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bind("source", source)
                .bind("entity", entity)
                .bind("query", query)
                .bind("via", reader)
                .bind("name", name)
                .bind("parameters", JsonColumns.write(parameters))
                .bind("ids", JsonColumns.write(ids));
    }
}
