package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Splits queries that cannot be divided by date: events of one second or without a date by genre, country, market and state,
 * venues by state and location. Uses the values of the entities received so far, the most frequent first. A value that all of
 * them have is left out: with the same order of results, that query would return the same entities.
 */
final class QuerySplitter implements SplitStrategy {

    private static final List<Facet> EVENT_FACETS = List.of(
            new Facet(
                    "genreId",
                    event -> event.objects("classifications").stream()
                            .map(classification -> classification.at("genre").text("id"))),
            new Facet(
                    "countryCode",
                    event -> venues(event).map(venue -> venue.at("country").text("countryCode"))),
            new Facet(
                    "marketId",
                    event -> venues(event)
                            .flatMap(venue -> venue.objects("markets").stream())
                            .map(market -> market.text("id"))),
            new Facet(
                    "stateCode",
                    event -> venues(event).map(venue -> venue.at("state").text("stateCode"))));

    private static final Facet VENUE_STATE =
            new Facet("stateCode", venue -> Stream.ofNullable(venue.at("state").text("stateCode")));

    /** How many entities a query returns at least, if it has as many. */
    private static final int MAX_RESULTS = 1_000;

    private static final Set<String> FACET_PARAMETERS =
            Set.of("genreId", "countryCode", "marketId", "stateCode", "geoPoint");

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public List<Slice> split(SliceReading reading) {
        var slice = reading.slice();
        var entities = reading.normalized().stream().map(this::payload).toList();
        var parts = slice.entity() == Entity.EVENTS
                ? byFacets(slice, EVENT_FACETS, entities)
                : Stream.concat(byFacets(slice, venueFacets(slice), entities), byLocation(reading, entities));
        return parts.toList();
    }

    private static Stream<Slice> byFacets(Slice slice, List<Facet> facets, List<JsonFields> entities) {
        return facets.stream()
                .filter(facet -> !slice.parameters().containsKey(facet.parameter()))
                .flatMap(facet -> split(slice, facet, entities));
    }

    private static List<Facet> venueFacets(Slice slice) {
        return slice.parameters().containsKey("geoPoint") ? List.of() : List.of(VENUE_STATE);
    }

    private static Stream<Slice> split(Slice slice, Facet facet, List<JsonFields> entities) {
        Map<String, Long> values = entities.stream()
                .flatMap(entity ->
                        facet.values().apply(entity).filter(Objects::nonNull).distinct())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return mostFrequentFirst(values)
                .filter(value -> values.get(value) < entities.size())
                .map(value -> narrowed(slice, Map.of(facet.parameter(), value)));
    }

    /** Uses circles around geohash cells, each so small that its venues probably fit into one query. */
    private static Stream<Slice> byLocation(SliceReading reading, List<JsonFields> venues) {
        var slice = reading.slice();
        var outer = slice.parameters().getOrDefault("geoPoint", "");
        var places = venues.stream().flatMap(QuerySplitter::place).toList();
        var total = Math.max(reading.total().orElse(0), venues.size());
        var most = (long) Math.floor((double) MAX_RESULTS * venues.size() / total);
        Map<String, Long> cells = new HashMap<>();
        collectCells(places, Math.max(Geohash.MIN_LENGTH, outer.length() + 1), most, cells);
        return mostFrequentFirst(cells)
                .filter(cell -> places.size() < venues.size()
                        || !places.stream().allMatch(place -> Geohash.circleContains(cell, place)))
                .map(cell -> narrowed(slice, Geohash.around(cell)));
    }

    /** Divides places into cells of at most {@code most} of them, or of the smallest size. */
    private static void collectCells(List<Place> places, int length, long most, Map<String, Long> cells) {
        if (length <= Geohash.MAX_LENGTH) {
            places.stream()
                    .collect(Collectors.groupingBy(place -> Geohash.encode(place, length)))
                    .forEach((cell, within) -> {
                        if (within.size() <= most || length == Geohash.MAX_LENGTH) {
                            cells.put(cell, (long) within.size());
                        } else {
                            collectCells(within, length + 1, most, cells);
                        }
                    });
        }
    }

    private static Stream<String> mostFrequentFirst(Map<String, Long> values) {
        return values.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private static Stream<Place> place(JsonFields venue) {
        var coordinates = venue.at("location");
        var latitude = coordinates.decimal("latitude");
        var longitude = coordinates.decimal("longitude");
        return latitude == null || longitude == null
                ? Stream.empty()
                : Stream.of(new Place(latitude.doubleValue(), longitude.doubleValue()));
    }

    /** The name of the slice does not depend on the order of splits, so that equal slices are read once. */
    private static Slice narrowed(Slice slice, Map<String, String> facetParameters) {
        Map<String, String> parameters = new TreeMap<>(slice.parameters());
        parameters.putAll(facetParameters);
        var title = Stream.concat(
                        Stream.of(slice.query().title(), parameters.getOrDefault("startDateTime", "")),
                        parameters.entrySet().stream()
                                .filter(parameter -> FACET_PARAMETERS.contains(parameter.getKey()))
                                .map(Map.Entry::getValue))
                .collect(Collectors.joining(" "));
        return Slice.of(slice.query(), slice.reader(), title, parameters, List.of());
    }

    private JsonFields payload(Normalized entity) {
        try {
            return JsonFields.of(mapper.readTree(entity.raw()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonFields> venues(JsonFields event) {
        return event.at("_embedded").objects("venues").stream();
    }

    /**
     * A property of entities by which a query can be split.
     *
     * @param parameter query parameter for the property; a query that contains it is not split by it again
     * @param values the values of an entity
     */
    record Facet(String parameter, Function<JsonFields, Stream<String>> values) {}

    /** The location of a venue in degrees. */
    record Place(double latitude, double longitude) {}

    /**
     * Geohashes, which the API takes in {@code geoPoint}: names of cells on the globe. Each further character divides a cell
     * into 32 smaller ones.
     */
    static final class Geohash {

        /** Length of the geohash of the largest cells used: about 156 by 156 km. */
        static final int MIN_LENGTH = 3;

        /** Length of the smallest cells: the radius is a whole number of kilometres, which are not fewer for smaller cells. */
        static final int MAX_LENGTH = 6;

        private static final String DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";
        private static final double KM_PER_DEGREE = 111.2;

        private Geohash() {}

        /** The cell that contains a place. */
        static String encode(Place place, int length) {
            double[] lat = {-90, 90};
            double[] lon = {-180, 180};
            var hash = new StringBuilder();
            var even = true;
            for (int i = 0; i < length; i++) {
                var digit = 0;
                for (int bit = 0; bit < 5; bit++) {
                    digit = 2 * digit + (even ? halve(lon, place.longitude()) : halve(lat, place.latitude()));
                    even = !even;
                }
                hash.append(DIGITS.charAt(digit));
            }
            return hash.toString();
        }

        private static int halve(double[] range, double value) {
            var middle = (range[0] + range[1]) / 2;
            var upper = value >= middle;
            range[upper ? 0 : 1] = middle;
            return upper ? 1 : 0;
        }

        /** Query parameters for a circle that contains a cell. The API measures from its centre; cells are widest at the equator. */
        static Map<String, String> around(String cell) {
            return Map.of("geoPoint", cell, "radius", String.valueOf(radius(cell)), "unit", "km");
        }

        private static int radius(String cell) {
            var bits = 5 * cell.length();
            var height = 180 / Math.pow(2, bits / 2) * KM_PER_DEGREE;
            var width = 360 / Math.pow(2, (bits + 1) / 2) * KM_PER_DEGREE;
            return (int) Math.ceil(Math.hypot(height, width) / 2) + 1;
        }

        /** Whether the circle around a cell contains a place. */
        static boolean circleContains(String cell, Place place) {
            var centre = centre(cell);
            var north = (place.latitude() - centre.latitude()) * KM_PER_DEGREE;
            var degrees = Math.abs(place.longitude() - centre.longitude());
            var east = Math.min(degrees, 360 - degrees) * KM_PER_DEGREE * Math.cos(Math.toRadians(centre.latitude()));
            return Math.hypot(north, east) <= radius(cell);
        }

        private static Place centre(String cell) {
            double[] lat = {-90, 90};
            double[] lon = {-180, 180};
            var even = true;
            for (var character : cell.toCharArray()) {
                for (int mask = 16; mask > 0; mask /= 2) {
                    var range = even ? lon : lat;
                    range[(DIGITS.indexOf(character) & mask) == 0 ? 1 : 0] = (range[0] + range[1]) / 2;
                    even = !even;
                }
            }
            return new Place((lat[0] + lat[1]) / 2, (lon[0] + lon[1]) / 2);
        }
    }
}
