package io.tourbus.ticketmaster.api;

import io.tourbus.model.Entity;
import io.tourbus.settings.SettingsTable;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of queries of the Discovery API, which ignores unknown ones. Without those for paging, which Tourbus sets itself. */
public final class QueryParameters {

    private static final Set<String> VENUES = Set.of(
            "countryCode",
            "domain",
            "geoPoint",
            "id",
            "includeLicensedContent",
            "includeSpellcheck",
            "includeTest",
            "keyword",
            "latlong",
            "locale",
            "preferredCountry",
            "radius",
            "sort",
            "source",
            "stateCode",
            "unit");

    private static final Set<String> OTHERS_OF_EVENTS = Set.of(
            "attractionId",
            "city",
            "classificationId",
            "classificationName",
            "clientVisibility",
            "collectionId",
            "dmaId",
            "endDateTime",
            "genreId",
            "includeFamily",
            "includeTBA",
            "includeTBD",
            "localStartDateTime",
            "localStartEndDateTime",
            "marketId",
            "onsaleEndDateTime",
            "onsaleOnAfterStartDate",
            "onsaleOnStartDate",
            "onsaleStartDateTime",
            "postalCode",
            "preSaleDateTime",
            "promoterId",
            "publicVisibilityStartDateTime",
            "segmentId",
            "segmentName",
            "startDateTime",
            "startEndDateTime",
            "subGenreId",
            "subTypeId",
            "typeId",
            "venueId");

    private QueryParameters() {}

    /**
     * @param entity venues or events
     * @throws IllegalArgumentException if the API has no such parameter. The message is one line, and suggests a similar name
     */
    public static void requireKnown(Entity entity, String name) {
        var known = new TreeSet<>(VENUES);
        if (entity == Entity.EVENTS) {
            known.addAll(OTHERS_OF_EVENTS);
        }
        if (name.equals("size") || name.equals("page")) {
            throw new IllegalArgumentException("The parameter '%s' has no effect. Use --limit.".formatted(name));
        }
        if (!known.contains(name)) {
            throw new IllegalArgumentException("Unknown parameter of %s: '%s'. %s"
                    .formatted(
                            entity,
                            name,
                            SettingsTable.similar(name, known)
                                    .or(() -> beginningWith(name, known))
                                    .map("Did you mean %s?"::formatted)
                                    .orElseGet(() -> "Use %s.".formatted(String.join(", ", known)))));
        }
    }

    private static Optional<String> beginningWith(String name, Set<String> known) {
        return known.stream()
                .filter(other -> other.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
