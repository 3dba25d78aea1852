package io.tourbus.sandbox;

import java.util.Map;
import java.util.function.Predicate;

/** Which venues a query asks for. Without a country it is narrowed to the US, in silence. */
record VenueFilter(Map<String, String> query) implements Predicate<Catalogue.Venue> {

    @Override
    public boolean test(Catalogue.Venue venue) {
        var town = venue.town();
        return query.getOrDefault("countryCode", "US").equals(town.country())
                && (!query.containsKey("stateCode") || query.get("stateCode").equals(town.state()))
                && (!query.containsKey("id") || query.get("id").equals(venue.id()))
                && (!query.containsKey("keyword")
                        || String.valueOf(venue.name())
                                .toLowerCase()
                                .contains(query.get("keyword").toLowerCase()));
    }
}
