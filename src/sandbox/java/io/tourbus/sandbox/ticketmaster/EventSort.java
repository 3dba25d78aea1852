package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.catalogue.Catalogue;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The sort order of an event search.
 *
 * @param shuffled whether events with the same start have a different order in each response
 */
record EventSort(Order order, boolean descending, boolean shuffled) {

    /** Total orders, so that binary search works. */
    enum Order {
        ID(Comparator.comparing(Catalogue.Event::id)),
        START(Comparator.comparing(Catalogue.Event::start, Comparator.nullsLast(Comparator.naturalOrder()))),
        NAME(Comparator.comparing(Catalogue.Event::name)),
        VENUE(Comparator.comparing(event -> String.valueOf(event.venue().name()))),
        RELEVANCE(Comparator.comparing(Catalogue.Event::salt));

        private final Comparator<Catalogue.Event> comparator;

        Order(Comparator<Catalogue.Event> comparator) {
            this.comparator = comparator.thenComparing(Catalogue.Event::id);
        }

        Comparator<Catalogue.Event> comparator() {
            return comparator;
        }
    }

    private static final Map<String, Order> ORDERS = Map.of(
            "id", Order.ID,
            "date", Order.START,
            "name", Order.NAME,
            "venuename", Order.VENUE,
            "relevance", Order.RELEVANCE,
            "random", Order.RELEVANCE);

    /** The supported values of {@code sort}. The API does not support {@code id,desc}. */
    static final Set<String> NAMES = Set.of(
            "id,asc",
            "date,asc",
            "date,desc",
            "name,asc",
            "name,desc",
            "venueName,asc",
            "venueName,desc",
            "relevance,asc",
            "relevance,desc",
            "random");

    static EventSort of(String name) {
        var parts = name.toLowerCase(Locale.ROOT).split(",");
        var order = ORDERS.get(parts[0]);
        return new EventSort(order, name.endsWith(",desc"), order == Order.START || name.equals("random"));
    }

    boolean random() {
        return shuffled && order == Order.RELEVANCE;
    }
}
