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
 * Cuts what dates cannot cut any further: events of one second, or without a date, by genre, country, market and state; venues by
 * state and place. The values asked for are those of the entities that did come, the most frequent first.
 */
final class QuerySplitter implements SplitStrategy {

    private static final List<Facet> OF_EVENTS = List.of(
            Facet.of(
                    "genreId",
                    event -> objects(event, "classifications")
                            .map(classification -> classification.at("genre").text("id"))),
            Facet.of(
                    "countryCode",
                    event -> venues(event).map(venue -> venue.at("country").text("countryCode"))),
            Facet.of(
                    "marketId",
                    event -> venues(event)
                            .flatMap(venue -> objects(venue, "markets"))
                            .map(market -> market.text("id"))),
            Facet.of(
                    "stateCode",
                    event -> venues(event).map(venue -> venue.at("state").text("stateCode"))));

    private static final Set<String> CUT_BY = Set.of("genreId", "countryCode", "marketId", "stateCode", "geoPoint");

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public List<Slice> split(SliceReading reading) {
        var slice = reading.slice();
        var entities = reading.normalized().stream().map(this::payload).toList();
        return dimensions(slice).stream()
                .filter(dimension -> !slice.parameters().containsKey(dimension.parameter()))
                .flatMap(dimension -> cut(slice, dimension, entities))
                .toList();
    }

    private static List<Facet> dimensions(Slice slice) {
        if (slice.entity() == Entity.EVENTS) {
            return OF_EVENTS;
        }
        var state = Facet.of("stateCode", venue -> Stream.of(venue.at("state")).map(found -> found.text("stateCode")));
        return slice.parameters().containsKey("geoPoint")
                ? List.of(place(slice.parameters().get("geoPoint").length() + 1))
                : List.of(state, place(Geohash.COARSEST));
    }

    private static Facet place(int length) {
        return new Facet("place", venue -> Stream.of(geohash(venue, length)), Geohash::around);
    }

    private static String geohash(JsonFields venue, int length) {
        var location = venue.at("location");
        var latitude = location.decimal("latitude");
        var longitude = location.decimal("longitude");
        return latitude == null || longitude == null
                ? null
                : Geohash.encode(latitude.doubleValue(), longitude.doubleValue(), length);
    }

    private Stream<Slice> cut(Slice slice, Facet dimension, List<JsonFields> entities) {
        Map<String, Long> values = entities.stream()
                .flatMap(entity -> dimension
                        .values()
                        .apply(entity)
                        .filter(Objects::nonNull)
                        .distinct())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return values.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(value -> narrowed(slice, dimension.parameters().apply(value.getKey())));
    }

    /** Has the same title, and so the same name, in whichever order it was cut: it is asked for once. */
    private static Slice narrowed(Slice slice, Map<String, String> further) {
        Map<String, String> parameters = new TreeMap<>(slice.parameters());
        parameters.putAll(further);
        var title = Stream.concat(
                        Stream.of(slice.query().title(), parameters.getOrDefault("startDateTime", "")),
                        parameters.entrySet().stream()
                                .filter(parameter -> CUT_BY.contains(parameter.getKey()))
                                .map(Map.Entry::getValue))
                .collect(Collectors.joining(" "));
        return Slice.of(slice.query(), slice.reader(), title, parameters, List.of());
    }

    private JsonFields payload(Normalized entity) {
        try {
            return new JsonFields(mapper.readTree(entity.raw()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonFields> venues(JsonFields event) {
        return objects(event.at("_embedded"), "venues");
    }

    private static Stream<JsonFields> objects(JsonFields payload, String field) {
        return Stream.ofNullable(payload.objects(field, item -> item)).flatMap(List::stream);
    }

    /**
     * Something by which a query can be cut further, where its entities say it of themselves.
     *
     * @param parameter that narrows a query to one value; a query that has it already is not cut by it again
     * @param values what an entity says
     * @param parameters all that a query for one value has to send
     */
    record Facet(
            String parameter,
            Function<JsonFields, Stream<String>> values,
            Function<String, Map<String, String>> parameters) {

        static Facet of(String parameter, Function<JsonFields, Stream<String>> values) {
            return new Facet(parameter, values, value -> Map.of(parameter, value));
        }
    }
}
