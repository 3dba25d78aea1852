package io.tourbus.ticketmaster.api;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageParser;
import java.util.Set;

/** Where things are in the pages of the Discovery API. */
public final class TicketmasterPages {

    private TicketmasterPages() {}

    /**
     * Pages of events or venues: {@code {"_embedded": {"events": […]}, "page": {"totalElements"}, "_links": {"next"}}}, without
     * {@code _embedded} when there is nothing and without {@code next} on the last one; a list alone, as the API's own
     * specification of 2018 has it; or one entity alone.
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
