package io.tourbus.ticketmaster;

import io.tourbus.model.Entity;
import io.tourbus.source.Scope;
import io.tourbus.source.Slice;
import io.tourbus.source.SlicePlan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Venues by country and state; events by country and city, cut into windows of days, with a slice for each kind of event
 * that has no date: those match no window, and asking for both kinds at once answers with neither.
 */
public final class TicketmasterPlan implements SlicePlan {

    public static final String SOURCE = "ticketmaster";

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final TicketmasterSettings settings;

    public TicketmasterPlan(TicketmasterSettings settings) {
        this.settings = settings;
    }

    @Override
    public Stream<Slice> slices(Scope scope) {
        return Stream.concat(
                scope.wants(Entity.VENUES) ? venues() : Stream.empty(),
                scope.wants(Entity.EVENTS) ? events(scope) : Stream.empty());
    }

    private Stream<Slice> venues() {
        return settings.countries().stream().flatMap(this::venuesOf);
    }

    private Stream<Slice> venuesOf(String country) {
        var states = settings.states().stream()
                .filter(state -> state.mayBeIn(country))
                .toList();
        if (states.isEmpty()) {
            return Stream.of(venueSlice("venues " + country, Map.of("countryCode", country)));
        }
        return states.stream()
                .map(state -> venueSlice(
                        "venues " + country + " " + state.name(),
                        Map.of("countryCode", country, "stateCode", state.name())));
    }

    private Slice venueSlice(String title, Map<String, String> area) {
        Map<String, String> query = new HashMap<>(area);
        query.put("sort", "name,asc");
        query.put("locale", "*");
        return Slice.of(SOURCE, Entity.VENUES, "ticketmaster-venues", title, query, List.of());
    }

    private Stream<Slice> events(Scope scope) {
        return areas().flatMap(area -> Stream.concat(dated(area, scope), undated(area)));
    }

    private Stream<Area> areas() {
        if (settings.cities().isEmpty()) {
            return settings.countries().stream().map(country -> new Area(country, Optional.empty()));
        }
        return settings.cities().stream()
                .flatMap(city -> city.country().map(List::of).orElse(settings.countries()).stream()
                        .map(country -> new Area(country, Optional.of(city.name()))));
    }

    private Stream<Slice> dated(Area area, Scope scope) {
        var span = Duration.ofDays(settings.windowDays());
        return Stream.iterate(scope.from(), from -> from.isBefore(scope.until()), from -> from.plus(span))
                .map(from -> window(area, from, earlier(from.plus(span), scope.until())));
    }

    /** Both edges of a query are included, so a window ends a second before the next one starts. */
    private Slice window(Area area, Instant from, Instant until) {
        var title =
                "%s from %s".formatted(area.title(), TO_THE_SECOND.format(from).substring(0, 10));
        return eventSlice(
                title,
                area,
                Map.of(
                        "startDateTime",
                        TO_THE_SECOND.format(from),
                        "endDateTime",
                        TO_THE_SECOND.format(until.minusSeconds(1))));
    }

    private Stream<Slice> undated(Area area) {
        if (!settings.undated()) {
            return Stream.empty();
        }
        return Stream.of(
                eventSlice(area.title() + " tba", area, Map.of("includeTBA", "only")),
                eventSlice(area.title() + " tbd", area, Map.of("includeTBD", "only")));
    }

    private Slice eventSlice(String title, Area area, Map<String, String> when) {
        Map<String, String> query = new HashMap<>(when);
        query.put("countryCode", area.country());
        area.city().ifPresent(city -> query.put("city", city));
        settings.segmentId().ifPresent(segment -> query.put("segmentId", segment));
        query.put("sort", "id,asc");
        query.put("locale", "*");
        return Slice.of(SOURCE, Entity.EVENTS, "ticketmaster-events", title, query, List.of());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private record Area(String country, Optional<String> city) {
        String title() {
            var words = new ArrayList<>(List.of("events", country));
            city.ifPresent(words::add);
            return String.join(" ", words);
        }
    }
}
