package io.tourbus.ticketmaster;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.AdaptiveSlicer;
import io.tourbus.source.slice.NamedScope;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.source.slice.SlicePreview.Estimate;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import io.tourbus.state.EventCountHistory;
import io.tourbus.ticketmaster.TicketmasterSettings.Place;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import io.tourbus.ticketmaster.window.EventArea;
import io.tourbus.ticketmaster.window.EventArea.TimeRange;
import io.tourbus.ticketmaster.window.EventWindowScanner;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans what a run reads of Ticketmaster: venues by country and state, events of each area in date windows, and events without
 * a date. The latter match no window and need two slices, because a query for TBA and TBD events together returns none.
 */
record TicketmasterPlan(TicketmasterSettings settings, PageDepthLimit depth, EventCountHistory history)
        implements SlicePlan {

    static final String VENUES = "ticketmaster-venues";

    /** Music, sports, arts and theatre, film, and miscellaneous: all segments that Ticketmaster sells tickets for. */
    private static final List<String> SEGMENTS = List.of(
            "KZFzniwnSyZfZ7v7nJ",
            "KZFzniwnSyZfZ7v7nE",
            "KZFzniwnSyZfZ7v7na",
            "KZFzniwnSyZfZ7v7nn",
            "KZFzniwnSyZfZ7v7n1");

    @Override
    public SliceQueue slices(Scope scope) {
        var gaps = scope.gaps(TicketmasterFields.SOURCE);
        var known = Stream.of(
                        gaps.stream().filter(slice -> EventArea.range(slice).isEmpty()),
                        scope.includes(Entity.VENUES) ? venues() : Stream.<Slice>empty())
                .flatMap(Function.identity());
        // Events after venues, because they contain venues, which a query may deliver.
        var names = gaps.stream().map(Slice::name).toList();
        var undated = (includesUndated(scope) ? undated() : Stream.<Slice>empty())
                .filter(slice -> !names.contains(slice.name()))
                .map(WholeSlice::new);
        var windows = scope.includes(Entity.EVENTS)
                ? areas().map(area -> scanner(area, scope, gaps))
                : Stream.<AdaptiveSlicer>empty();
        if (scope.includes(Entity.EVENTS)) {
            scope.eventsBarrier().begin(TicketmasterFields.SOURCE);
        }
        return new SliceQueue(
                known,
                Stream.concat(undated, windows).toList(),
                splits(),
                () -> scope.eventsBarrier().end(TicketmasterFields.SOURCE));
    }

    @Override
    public List<SlicePreview> preview(Scope scope) {
        var estimator = new RequestEstimator(depth);
        var whole = Stream.concat(
                        scope.includes(Entity.VENUES) ? venues() : Stream.<Slice>empty(),
                        includesUndated(scope) ? undated() : Stream.<Slice>empty())
                .map(slice -> new SlicePreview(slice, estimator::whole));
        var windows = (scope.includes(Entity.EVENTS) ? areas() : Stream.<EventArea>empty())
                .map(area -> new SlicePreview(
                        area.window(scope.from().getEpochSecond(), scope.until().getEpochSecond()),
                        total -> estimator.windows(total, previousTotal(area, scope))));
        return Stream.concat(whole, windows).toList();
    }

    @Override
    public List<NamedScope> scopes(Scope scope) {
        var venues = scope.includes(Entity.VENUES) ? venueScopes() : Stream.<NamedScope>empty();
        var events = scope.includes(Entity.EVENTS) ? eventScopes(scope) : Stream.<NamedScope>empty();
        return Stream.concat(venues, events)
                .filter(named -> !named.queries().isEmpty())
                .toList();
    }

    /** A state without a country is one scope: it need not exist in each country. */
    private Stream<NamedScope> venueScopes() {
        var countries = settings.countries().stream()
                .filter(country -> settings.states().stream().noneMatch(state -> state.isIn(country)))
                .map(country -> new NamedScope("venues in " + country, List.of(venues(country))));
        var states = settings.states().stream()
                .map(state -> new NamedScope(
                        "venues in " + state.text(),
                        settings.countries().stream()
                                .filter(state::isIn)
                                .map(country -> venues(country + " " + state.name()))
                                .toList()));
        return Stream.concat(countries, states);
    }

    private static Query venues(String place) {
        return new Query(TicketmasterFields.SOURCE, Entity.VENUES, "venues " + place);
    }

    private Stream<NamedScope> eventScopes(Scope scope) {
        if (settings.cities().isEmpty()) {
            return settings.countries().stream()
                    .map(country -> events(scope, country, areas(country, Optional.empty())));
        }
        return settings.cities().stream().map(city -> events(scope, city.text(), areas(city)));
    }

    private NamedScope events(Scope scope, String place, Stream<EventArea> areas) {
        var queries = areas.flatMap(area -> includesUndated(scope)
                        ? Stream.of(
                                area.query(),
                                area.undated("TBA").query(),
                                area.undated("TBD").query())
                        : Stream.of(area.query()))
                .toList();
        return new NamedScope("events in " + place, queries);
    }

    @Override
    public SplitStrategy splits() {
        return new QuerySplitter();
    }

    @Override
    public String fingerprint() {
        return settings.fingerprint();
    }

    private long previousTotal(EventArea area, Scope scope) {
        return history.find(key(area)).subMap(scope.from(), scope.until()).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    private boolean includesUndated(Scope scope) {
        return scope.includes(Entity.EVENTS) && settings.undated() && scope.mode() == Scope.Mode.EVERYTHING;
    }

    private Stream<Slice> venues() {
        return settings.countries().stream().flatMap(this::venuesOf);
    }

    private Stream<Slice> venuesOf(String country) {
        var states =
                settings.states().stream().filter(state -> state.isIn(country)).toList();
        if (states.isEmpty()) {
            return Stream.of(venueSlice(country, Map.of("countryCode", country)));
        }
        return states.stream()
                .map(state -> venueSlice(
                        country + " " + state.name(), Map.of("countryCode", country, "stateCode", state.name())));
    }

    private static Slice venueSlice(String place, Map<String, String> area) {
        Map<String, String> parameters = new HashMap<>(area);
        parameters.put("sort", "name,asc");
        parameters.put("locale", "*");
        var query = venues(place);
        return Slice.of(query, VENUES, query.title(), parameters, List.of());
    }

    private Stream<Slice> undated() {
        return areas().flatMap(area -> Stream.of(area.undated("TBA"), area.undated("TBD")));
    }

    /** Reads the horizon and the gaps of earlier runs in this area. */
    private EventWindowScanner scanner(EventArea area, Scope scope, List<Slice> gaps) {
        var from = scope.from().getEpochSecond();
        var ranges = Stream.concat(
                        Stream.of(new TimeRange(from, scope.until().getEpochSecond())),
                        gaps.stream()
                                .filter(slice -> slice.query().equals(area.query()))
                                .flatMap(slice -> EventArea.range(slice).stream())
                                .filter(range -> range.until() > from))
                .toList();
        var key = key(area);
        return new EventWindowScanner(
                area,
                TimeRange.joined(ranges),
                depth,
                seconds(history.find(key)),
                starts -> history.save(key, instants(starts.tailMap(from))));
    }

    /** A slice that is read when the planned slices have ended. */
    private static final class WholeSlice implements AdaptiveSlicer {

        private final Query query;
        private Optional<Slice> slice;

        WholeSlice(Slice slice) {
            this.query = slice.query();
            this.slice = Optional.of(slice);
        }

        @Override
        public Query query() {
            return query;
        }

        @Override
        public Optional<Slice> next() {
            var next = slice;
            slice = Optional.empty();
            return next;
        }

        @Override
        public boolean done() {
            return slice.isEmpty();
        }

        @Override
        public void skip(Slice read) {
            slice = slice.filter(own -> !own.name().equals(read.name()));
        }

        @Override
        public List<Slice> abandon() {
            return next().stream().toList();
        }
    }

    /** The key of the area in {@link EventCountHistory}. */
    private String key(EventArea area) {
        return area.title() + settings.segmentId().map(" "::concat).orElse("");
    }

    private static SortedMap<Long, Integer> seconds(SortedMap<Instant, Integer> starts) {
        SortedMap<Long, Integer> seconds = new TreeMap<>();
        starts.forEach((start, events) -> seconds.put(start.getEpochSecond(), events));
        return seconds;
    }

    private static SortedMap<Instant, Integer> instants(SortedMap<Long, Integer> starts) {
        SortedMap<Instant, Integer> instants = new TreeMap<>();
        starts.forEach((start, events) -> instants.put(Instant.ofEpochSecond(start), events));
        return instants;
    }

    private Stream<EventArea> areas() {
        if (settings.cities().isEmpty()) {
            return settings.countries().stream().flatMap(country -> areas(country, Optional.empty()));
        }
        return settings.cities().stream().flatMap(this::areas);
    }

    private Stream<EventArea> areas(Place city) {
        return city.country().map(List::of).orElse(settings.countries()).stream()
                .flatMap(country -> areas(country, Optional.of(city.name())));
    }

    /** The events of the segment, and those without a classification: a query for a segment does not return them. */
    private Stream<EventArea> areas(String country, Optional<String> city) {
        var title = "events " + country + city.map(" "::concat).orElse("");
        var segment = settings.segmentId();
        var ofSegment = area(title, country, city, segment.map(id -> Map.of("segmentId", id)));
        return segment.isPresent() && settings.unclassified()
                ? Stream.of(
                        ofSegment,
                        area(title + " unclassified", country, city, segment.map(TicketmasterPlan::noSegment)))
                : Stream.of(ofSegment);
    }

    private static EventArea area(
            String title, String country, Optional<String> city, Optional<Map<String, String>> classification) {
        Map<String, String> parameters = new HashMap<>(classification.orElse(Map.of()));
        parameters.put("countryCode", country);
        city.ifPresent(name -> parameters.put("city", name));
        return new EventArea(title, parameters);
    }

    /** The API has no filter for events without a classification, but a minus sign excludes a segment. */
    private static Map<String, String> noSegment(String segment) {
        var excluded = Stream.concat(SEGMENTS.stream(), Stream.of(segment))
                .distinct()
                .map("-"::concat)
                .collect(Collectors.joining(","));
        return Map.of("classificationId", excluded);
    }

    /** Estimates the slices and requests that a number of entities needs. The constants are from the benchmark. */
    record RequestEstimator(PageDepthLimit depth) {

        private static final int EVENTS_PER_WINDOW = 850;
        /** Requests per window in addition to full pages: the last page is not full, and some windows have to be narrowed. */
        private static final double REQUESTS_PER_WINDOW = 0.6;

        /** Estimates a query that is not divided into windows. */
        Estimate whole(long total) {
            return new Estimate(divide(total, depth.maxResults()), pages(total), total, total >= TicketmasterPager.CAP);
        }

        /**
         * Estimates events that are read in windows.
         *
         * @param previousTotal number of events in the last run, used if the API reports its {@link TicketmasterPager#CAP}
         */
        Estimate windows(long total, long previousTotal) {
            var capped = total >= TicketmasterPager.CAP;
            var events = capped ? Math.max(total, previousTotal) : total;
            var windows = divide(events, EVENTS_PER_WINDOW);
            var requests = pages(events) + (windows == 1 ? 0 : Math.round(windows * REQUESTS_PER_WINDOW));
            return new Estimate(windows, requests, events, capped && previousTotal < total);
        }

        private long pages(long entities) {
            return divide(entities, depth.pageSize());
        }

        /** Rounds up, to at least 1. */
        private static long divide(long entities, int size) {
            return Math.max(1, (entities + size - 1) / size);
        }
    }
}
