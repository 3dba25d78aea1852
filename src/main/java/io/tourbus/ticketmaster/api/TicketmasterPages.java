package io.tourbus.ticketmaster.api;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageParser;
import java.util.Set;

/** The page formats of the Discovery API. */
public final class TicketmasterPages {

    private TicketmasterPages() {}

    /**
     * Parses {@code {"_embedded": {"events": […]}, "page": {"totalElements"}, "_links": {"next"}}}. An empty page has no
     * {@code _embedded}, the last one no {@code next}. Also accepts an array, as in the OpenAPI document of 2018, and a single
     * entity.
     */
    public static PageParser parserFor(Entity entity) {
        return new PageParser(
                "a page of " + entity,
                entity == Entity.VENUES ? "venue" : "event",
                Set.of("", "_embedded." + entity),
                "page.totalElements",
                "_links.next");
    }
}
