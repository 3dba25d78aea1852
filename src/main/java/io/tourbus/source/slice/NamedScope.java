package io.tourbus.source.slice;

import java.util.List;

/**
 * A place or search term in the settings, and the queries that read it. A single query of a scope may well return nothing; a scope that
 * matches nothing is probably a mistake.
 *
 * @param name readable: {@code events in London:GB}
 * @param queries of one source; not empty
 */
public record NamedScope(String name, List<Query> queries) {

    public NamedScope {
        queries = List.copyOf(queries);
    }

    public String source() {
        return queries.get(0).source();
    }
}
