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
 * venues by state and location. Uses the values of the entities received so far, the most frequent first.
 */
final class QuerySplitter implements SplitStrategy {

    private static final List<Facet> EVENT_FACETS = List.of(
            Facet.of(
                    "genreId",
                    event -> event.objects("classifications")
                            .map(classification -> classification.at("genre").text("id"))),
            Facet.of(
                    "countryCode",
                    event -> venues(event).map(venue -> venue.at("country").text("countryCode"))),
            Facet.of(
                    "marketId",
                    event -> venues(event)
                            .flatMap(venue -> venue.objects("markets"))
                            .map(market -> market.text("id"))),
            Facet.of(
                    "stateCode",
                    event -> venues(event).map(venue -> venue.at("state").text("stateCode"))));

    private static final Set<String> FACET_PARAMETERS =
            Set.of("genreId", "countryCode", "marketId", "stateCode", "geoPoint");

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public List<Slice> split(SliceReading reading) {
        var slice = reading.slice();
        var entities = reading.normalized().stream().map(this::payload).toList();
        return facets(slice).stream()
                .filter(facet -> !slice.parameters().containsKey(facet.parameter()))
                .flatMap(facet -> split(slice, facet, entities))
                .toList();
    }

    private static List<Facet> facets(Slice slice) {
        if (slice.entity() == Entity.EVENTS) {
            return EVENT_FACETS;
        }
        var state =
                Facet.of("stateCode", venue -> Stream.of(venue.at("state")).map(region -> region.text("stateCode")));
        return slice.parameters().containsKey("geoPoint")
                ? List.of(location(slice.parameters().get("geoPoint").length() + 1))
                : List.of(state, location(Geohash.MIN_LENGTH));
    }

    private static Facet location(int length) {
        return new Facet("location", venue -> Stream.of(geohash(venue, length)), Geohash::around);
    }

    private static String geohash(JsonFields venue, int length) {
        var coordinates = venue.at("location");
        var latitude = coordinates.decimal("latitude");
        var longitude = coordinates.decimal("longitude");
        return latitude == null || longitude == null
                ? null
                : Geohash.encode(latitude.doubleValue(), longitude.doubleValue(), length);
    }

    private Stream<Slice> split(Slice slice, Facet facet, List<JsonFields> entities) {
        Map<String, Long> values = entities.stream()
                .flatMap(entity ->
                        facet.values().apply(entity).filter(Objects::nonNull).distinct())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return values.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(value -> narrowed(slice, facet.parameters().apply(value.getKey())));
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
        return event.at("_embedded").objects("venues");
    }

    /**
     * A property of entities by which a query can be split.
     *
     * @param parameter query parameter for the property; a query that contains it is not split by it again
     * @param values the values of an entity
     * @param parameters all query parameters for one value
     */
    record Facet(
            String parameter,
            Function<JsonFields, Stream<String>> values,
            Function<String, Map<String, String>> parameters) {

        static Facet of(String parameter, Function<JsonFields, Stream<String>> values) {
            return new Facet(parameter, values, value -> Map.of(parameter, value));
        }
    }

    /**
     * Geohashes, which the API takes in {@code geoPoint}: names of cells on the globe. Each further character divides a cell
     * into 32 smaller ones.
     */
    static final class Geohash {

        /** Length of the geohash of the largest cells used: about 156 by 156 km. */
        static final int MIN_LENGTH = 3;

        private static final String DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";
        private static final double KM_PER_DEGREE = 111.2;

        private Geohash() {}

        /** The cell that contains a place, given in degrees. */
        static String encode(double latitude, double longitude, int length) {
            double[] lat = {-90, 90};
            double[] lon = {-180, 180};
            var hash = new StringBuilder();
            var even = true;
            for (int i = 0; i < length; i++) {
                var digit = 0;
                for (int bit = 0; bit < 5; bit++) {
                    digit = 2 * digit + (even ? halve(lon, longitude) : halve(lat, latitude));
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
            var bits = 5 * cell.length();
            var height = 180 / Math.pow(2, bits / 2) * KM_PER_DEGREE;
            var width = 360 / Math.pow(2, (bits + 1) / 2) * KM_PER_DEGREE;
            var radius = (int) Math.ceil(Math.hypot(height, width) / 2) + 1;
            return Map.of("geoPoint", cell, "radius", String.valueOf(radius), "unit", "km");
        }
    }
}
