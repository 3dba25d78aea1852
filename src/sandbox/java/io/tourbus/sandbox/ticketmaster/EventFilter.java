package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.catalogue.Catalogue.Dated;
import io.tourbus.sandbox.catalogue.Catalogue.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The filter of an event search. Like the real API, it returns events without a date only on request, never within a window, and
 * none if both kinds are requested exclusively. The effect of on-sale dates is arbitrary, as it is in the real API.
 */
final class EventFilter implements Predicate<Event> {

    private final Set<String> ids;
    private final String country;
    private final Instant from;
    private final Instant until;
    private final boolean windowed;
    private final boolean only;
    private final String announced;
    private final String defined;
    private final List<Predicate<Event>> others = new ArrayList<>();

    EventFilter(TicketmasterQuery query) {
        this.ids = query.has("id") ? query.list("id") : null;
        this.country = query.get("countryCode");
        this.from = query.has("startDateTime") ? Instant.parse(query.get("startDateTime")) : Instant.MIN;
        this.until = query.has("endDateTime") ? Instant.parse(query.get("endDateTime")) : Instant.MAX;
        this.announced = query.get("includeTBA", "no");
        this.defined = query.get("includeTBD", "no");
        this.windowed = query.has("startDateTime") || query.has("endDateTime");
        this.only = announced.equals("only") || defined.equals("only");
        places(query);
        kinds(query);
        if (query.has("onsaleStartDateTime") || query.has("onsaleEndDateTime")) {
            others.add(event -> event.salt() % 2 == 0);
        }
    }

    private void places(TicketmasterQuery query) {
        equal(query, "countryCode", event -> event.venue().town().country());
        equal(query, "stateCode", event -> event.venue().town().state());
        equal(query, "marketId", event -> event.venue().town().market());
        when(query, "city", city -> event -> event.venue().town().name().equalsIgnoreCase(city.strip()));
        when(
                query,
                "postalCode",
                code -> event -> event.venue().postalCode() != null
                        && event.venue().postalCode().strip().equalsIgnoreCase(code.strip()));
        when(
                query,
                "dmaId",
                id -> event -> event.venue().town().dmas().stream()
                        .anyMatch(dma -> dma.toString().equals(id)));
        if (query.has("venueId")) {
            var venues = query.list("venueId");
            others.add(event -> venues.contains(event.venue().id()));
        }
        var circle = GeoCircle.of(query);
        if (circle != null) {
            others.add(event -> circle.holds(event.venue().location()));
        }
    }

    private void kinds(TicketmasterQuery query) {
        equal(query, "segmentId", event -> event.classified() ? EventPayload.MUSIC : null);
        when(query, "segmentName", name -> event -> event.classified() && name.equalsIgnoreCase("Music"));
        equal(query, "genreId", EventFilter::genreId);
        classification(
                query, "classificationId", (id, event) -> id.equals(EventPayload.MUSIC) || id.equals(genreId(event)));
        classification(
                query,
                "classificationName",
                (name, event) -> name.equalsIgnoreCase("Music")
                        || event.genre() != null && event.genre().title().equalsIgnoreCase(name));
        when(query, "keyword", keyword -> {
            var words = Words.of(keyword);
            return event -> words.test(event.name());
        });
        if (query.has("attractionId")) {
            var attractions = query.list("attractionId");
            others.add(event ->
                    event.performers().stream().anyMatch(artist -> attractions.contains(artist.attractionId())));
        }
    }

    /** Like the real API, takes several values, and excludes those that begin with a minus sign. */
    private void classification(TicketmasterQuery query, String name, BiPredicate<String, Event> matches) {
        if (query.has(name)) {
            var excluded = query.list(name).stream()
                    .filter(value -> value.startsWith("-"))
                    .map(value -> value.substring(1))
                    .toList();
            var wanted = query.list(name).stream()
                    .filter(value -> !value.startsWith("-"))
                    .toList();
            others.add(event -> {
                Predicate<String> ofEvent = value -> event.classified() && matches.test(value, event);
                return excluded.stream().noneMatch(ofEvent)
                        && (wanted.isEmpty() || wanted.stream().anyMatch(ofEvent));
            });
        }
    }

    private static String genreId(Event event) {
        return event.genre() == null || !event.classified()
                ? null
                : event.genre().id();
    }

    private void equal(TicketmasterQuery query, String name, Function<Event, String> value) {
        when(query, name, wanted -> event -> wanted.equals(value.apply(event)));
    }

    private void when(TicketmasterQuery query, String name, Function<String, Predicate<Event>> filter) {
        if (query.has(name)) {
            others.add(filter.apply(query.get(name)));
        }
    }

    /** Returns the requested IDs; {@code null} if the query has none. */
    Set<String> ids() {
        return ids;
    }

    /** Returns the requested country; {@code null} if the query has none. */
    String country() {
        return country;
    }

    Instant from() {
        return from;
    }

    Instant until() {
        return until;
    }

    boolean windowed() {
        return windowed;
    }

    @Override
    public boolean test(Event event) {
        if (!dated(event)) {
            return false;
        }
        for (var filter : others) {
            if (!filter.test(event)) {
                return false;
            }
        }
        return true;
    }

    private boolean dated(Event event) {
        if (only) {
            return !windowed
                    && !announced.equals(defined)
                    && event.dated() == (announced.equals("only") ? Dated.TO_BE_ANNOUNCED : Dated.TO_BE_DEFINED);
        }
        return switch (event.dated()) {
            case TO_BE_ANNOUNCED -> announced.equals("yes") && !windowed;
            case TO_BE_DEFINED -> defined.equals("yes") && !windowed;
            default ->
                !windowed || !event.start().isBefore(from) && !event.start().isAfter(until);
        };
    }
}
