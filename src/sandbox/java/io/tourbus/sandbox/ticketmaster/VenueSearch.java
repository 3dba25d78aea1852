package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.catalogue.Catalogue.Venue;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Finds the venues of a query. Like the real API, it silently restricts a query without a country to the US. */
final class VenueSearch {

    private final List<Venue> venues;

    VenueSearch(List<Venue> venues) {
        this.venues = venues;
    }

    List<Venue> search(TicketmasterQuery query) {
        if (!query.has("countryCode")) {
            query.put("countryCode", "US");
        }
        var circle = GeoCircle.of(query);
        Predicate<Venue> wanted =
                venue -> query.get("countryCode").equals(venue.town().country());
        if (query.has("stateCode")) {
            wanted = wanted.and(
                    venue -> query.get("stateCode").equals(venue.town().state()));
        }
        if (query.has("id")) {
            var ids = query.list("id");
            wanted = wanted.and(venue -> ids.contains(venue.id()));
        }
        if (query.has("keyword")) {
            var words = Words.of(query.get("keyword"));
            wanted = wanted.and(venue -> venue.name() != null && words.test(venue.name()));
        }
        if (circle != null) {
            wanted = wanted.and(venue -> circle.holds(venue.location()));
        }
        return venues.stream()
                .filter(wanted)
                .sorted(order(query.sort(), circle))
                .toList();
    }

    private static Comparator<Venue> order(String sort, GeoCircle circle) {
        Comparator<Venue> order =
                switch (sort.substring(0, sort.indexOf(','))) {
                    case "name" -> Comparator.comparing(venue -> String.valueOf(venue.name()));
                    case "distance" ->
                        Comparator.comparing(
                                venue -> circle == null ? 0 : circle.middle().kilometresTo(venue.location()));
                    default -> Comparator.comparing(Venue::salt);
                };
        return (sort.endsWith(",desc") ? order.reversed() : order).thenComparing(Venue::id);
    }
}
