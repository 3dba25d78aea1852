package io.tourbus;

import java.util.List;

/**
 * How much of Tourbus there is.
 *
 * @param routes the files of routes, without folder and ending
 * @param sinks whether anything can be delivered
 * @param state whether anything is remembered
 */
record Extent(List<String> routes, boolean sinks, boolean state) {

    static final Extent WHOLE = new Extent(List.of("*"), true, true);

    private static final List<String> LOOKING = List.of("failures", "fetching", "preview", "spotify", "ticketmaster");

    /** Looks at what there is. */
    static final Extent SOURCES = new Extent(LOOKING, false, false);

    /** The same, and knows what runs know. */
    static final Extent SOURCES_AND_STATE = new Extent(LOOKING, false, true);
}
