package io.tourbus.app;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of Tourbus that a command needs.
 *
 * @param routes names of the route files, without folder and extension; {@code *} for all
 * @param sinks whether records can be delivered
 * @param state whether the state database is opened; otherwise the state is an empty one in memory
 * @param serving whether the HTTP API, health checks and reload are available
 */
record RuntimeProfile(List<String> routes, boolean sinks, boolean state, boolean serving) {

    private static final List<String> PREVIEW_ROUTES = List.of("failures", "fetching", "sources");

    static final RuntimeProfile RUN = new RuntimeProfile(List.of("*"), true, true, false);
    static final RuntimeProfile SERVE = new RuntimeProfile(List.of("*"), true, true, true);
    /** Reads from sources, and delivers nothing. */
    static final RuntimeProfile PREVIEW = new RuntimeProfile(PREVIEW_ROUTES, false, false, false);

    static final RuntimeProfile PREVIEW_WITH_STATE = new RuntimeProfile(PREVIEW_ROUTES, false, true, false);

    /** The route files to load. Each source has a file with its name. */
    List<String> routeFiles(Collection<String> sources) {
        return routes.equals(PREVIEW_ROUTES)
                ? Stream.concat(routes.stream(), sources.stream()).toList()
                : routes;
    }

    /** @param server whether there is an HTTP server for the API */
    String excludedRouteFiles(boolean server) {
        return (serving ? "" : "**/operations.camel.yaml,") + (serving && server ? "" : "**/api.camel.yaml");
    }
}
