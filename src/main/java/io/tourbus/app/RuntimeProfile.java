package io.tourbus.app;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much of Tourbus there is.
 *
 * @param routes the files of routes, without folder and ending
 * @param sinks whether anything can be delivered
 * @param state whether anything is remembered
 * @param serving whether there are routes for those who ask over HTTP
 */
record RuntimeProfile(List<String> routes, boolean sinks, boolean state, boolean serving) {

    static final RuntimeProfile WHOLE = new RuntimeProfile(List.of("*"), true, true, false);

    /** The same, and can be looked at and steered while it stays. */
    static final RuntimeProfile SERVING = new RuntimeProfile(List.of("*"), true, true, true);

    private static final List<String> LOOKING = List.of("failures", "fetching", "sources");

    /** Looks at what there is. */
    static final RuntimeProfile SOURCES = new RuntimeProfile(LOOKING, false, false, false);

    /** The same, and knows what runs know. */
    static final RuntimeProfile SOURCES_AND_STATE = new RuntimeProfile(LOOKING, false, true, false);

    /** The names of the route files to load, {@code *} for all. Each source has a file of its own. */
    List<String> routeFiles(Collection<String> sources) {
        return routes.equals(LOOKING)
                ? Stream.concat(routes.stream(), sources.stream()).toList()
                : routes;
    }

    /** The files of routes that are left out: operations are for who serves, and have addresses where there is a server. */
    String without(boolean server) {
        return (serving ? "" : "**/operations.camel.yaml,") + (serving && server ? "" : "**/api.camel.yaml");
    }
}
