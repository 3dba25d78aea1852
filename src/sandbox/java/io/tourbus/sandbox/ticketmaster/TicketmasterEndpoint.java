package io.tourbus.sandbox.ticketmaster;

import java.util.Set;

/** The searches of the Discovery API with their parameters and sort orders. */
enum TicketmasterEndpoint {
    VENUES(
            "venues",
            "relevance,desc",
            Set.of("name,asc", "name,desc", "relevance,asc", "relevance,desc", "distance,asc", "distance,desc"),
            Set.of("id", "keyword", "countryCode", "stateCode", "geoPoint", "latlong", "radius", "unit"),
            Set.of("source", "preferredCountry", "includeSpellcheck")),
    EVENTS(
            "events",
            "relevance,desc",
            EventSort.NAMES,
            Set.of(
                    "id",
                    "keyword",
                    "attractionId",
                    "venueId",
                    "city",
                    "stateCode",
                    "countryCode",
                    "postalCode",
                    "marketId",
                    "dmaId",
                    "geoPoint",
                    "latlong",
                    "radius",
                    "unit",
                    "startDateTime",
                    "endDateTime",
                    "onsaleStartDateTime",
                    "onsaleEndDateTime",
                    "classificationId",
                    "classificationName",
                    "segmentId",
                    "segmentName",
                    "genreId",
                    "includeTBA",
                    "includeTBD"),
            Set.of(
                    "subGenreId",
                    "promoterId",
                    "source",
                    "localStartDateTime",
                    "localStartEndDateTime",
                    "startEndDateTime",
                    "publicVisibilityStartDateTime",
                    "preSaleDateTime",
                    "onsaleOnStartDate",
                    "onsaleOnAfterStartDate",
                    "collectionId",
                    "domain",
                    "preferredCountry",
                    "includeFamily",
                    "includeSpellcheck"));

    private static final Set<String> EVERYWHERE =
            Set.of("apikey", "size", "page", "sort", "locale", "includeTest", "format");

    private final String title;
    private final String usualSort;
    private final Set<String> sorts;
    private final Set<String> parameters;
    private final Set<String> notSimulated;

    TicketmasterEndpoint(
            String title, String usualSort, Set<String> sorts, Set<String> parameters, Set<String> notSimulated) {
        this.title = title;
        this.usualSort = usualSort;
        this.sorts = sorts;
        this.parameters = parameters;
        this.notSimulated = notSimulated;
    }

    String title() {
        return title;
    }

    String usualSort() {
        return usualSort;
    }

    boolean sortsBy(String sort) {
        return sorts.contains(sort);
    }

    boolean knows(String parameter) {
        return EVERYWHERE.contains(parameter) || parameters.contains(parameter) || notSimulated.contains(parameter);
    }

    /** Returns whether only the real API supports a parameter. Such a request fails instead of ignoring a filter. */
    boolean cannotDo(String parameter) {
        return notSimulated.contains(parameter);
    }
}
