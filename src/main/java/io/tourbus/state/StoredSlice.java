package io.tourbus.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A part of a query, as it is remembered.
 *
 * @param reader the route that fetches it
 * @param name tells it from other parts of the query
 * @param parameters with which to ask for it again, in their order
 * @param ids of the entities to ask for again; empty where the parameters say it all
 */
public record StoredSlice(
        String source,
        String entity,
        String query,
        String reader,
        String name,
        Map<String, String> parameters,
        List<String> ids) {

    public StoredSlice {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(reader, "via");
        Objects.requireNonNull(name, "name");
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        ids = List.copyOf(ids);
    }

    /** Whether both are the same part of the same query. */
    boolean sameAs(StoredSlice other) {
        return source.equals(other.source) && query.equals(other.query) && name.equals(other.name);
    }
}
