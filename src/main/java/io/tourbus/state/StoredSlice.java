package io.tourbus.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

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

    /** The parameters for the columns, if the slice is bound as {@code slice}. */
    static final String VALUES =
            ":slice.source, :slice.entity, :slice.query, :slice.reader, :slice.name, :slice.parameters, :slice.ids";

    public StoredSlice {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        ids = List.copyOf(ids);
    }

    /** Returns whether both are the same part of the same query. */
    boolean sameAs(StoredSlice other) {
        return source.equals(other.source) && query.equals(other.query) && name.equals(other.name);
    }
}
