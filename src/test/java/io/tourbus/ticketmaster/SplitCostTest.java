package io.tourbus.ticketmaster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.testing.TestClock;
import io.tourbus.ticketmaster.QuerySplitter.Geohash;
import io.tourbus.ticketmaster.QuerySplitter.Place;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counts the requests for queries that have more entities than the API returns, with a simulated API. */
class SplitCostTest {

    private static final Place SPOT = new Place(40.7505, -73.9934);

    private final List<Item> items = new ArrayList<>();
    private boolean ignoresFilters;
    private int requests;

    private record Item(String id, String state, String genre, Place place) {

        String venue() {
            return """
                {"id": "%s", "name": "V %1$s", "type": "venue", "state": {"stateCode": "%s"},
                 "location": {"latitude": "%s", "longitude": "%s"}}""".formatted(id, state, place.latitude(), place.longitude());
        }

        String event() {
            return """
                {"id": "%s", "name": "E", "type": "event", "dates": {"start": {"dateTime": "1970-01-01T01:00:00Z"}},
                 "classifications": [{"genre": {"id": "%s"}}], "_embedded": {"venues": [
                 {"id": "v", "country": {"countryCode": "US"}, "state": {"stateCode": "%s"}, "markets": [{"id": "35"}]}]}}
                """.formatted(id, genre, state);
        }
    }

    @Test
    void venuesAtOneSpotAreReadOnce() {
        add(1_300, index -> SPOT);

        var result = read(Entity.VENUES);

        assertThat(requests).isEqualTo(6);
        assertThat(result.unique()).isEqualTo(1_194);
        assertThat(result.missingCount()).isEqualTo(106);
        assertThat(result.missing())
                .extracting(Completeness.Missing::reason)
                .containsExactly("106 of 1,300 not returned: the API returns no more, and the query cannot be divided"
                        + " further (requests: 6)");
    }

    @Test
    void venuesBesideAnIndivisibleSpotAreComplete() {
        var random = new Random(1);
        add(1_300, index -> SPOT);
        add(392, index -> new Place(40.5 + random.nextDouble() * 4, -79 + random.nextDouble() * 6));

        var result = read(Entity.VENUES);

        assertThat(result.unique()).isGreaterThanOrEqualTo(1_194 + 392);
        assertThat(requests).isLessThanOrEqualTo(80);
    }

    @Test
    void venuesOfACityAreComplete() {
        var random = new Random(1);
        add(
                5_000,
                index -> new Place(
                        SPOT.latitude() + random.nextGaussian() * 0.1, SPOT.longitude() + random.nextGaussian() * 0.1));

        var result = read(Entity.VENUES);

        assertThat(result.complete()).isTrue();
        assertThat(requests).isLessThanOrEqualTo(160);
    }

    @Test
    void anApiThatIgnoresLocationsIsNotAskedForEachOfThem() {
        ignoresFilters = true;
        var random = new Random(1);
        add(5_000, index -> new Place(random.nextDouble() * 40, random.nextDouble() * 40));

        var result = read(Entity.VENUES);

        assertThat(result.unique()).isEqualTo(1_194);
        assertThat(requests).isEqualTo(12);
    }

    @Test
    void aSecondOfOneVenueAndGenreIsReadOnce() {
        IntStream.range(0, 1_250).forEach(index -> items.add(new Item(id(index), "NY", "A", SPOT)));

        var result = read(Entity.EVENTS);

        assertThat(requests).isEqualTo(6);
        assertThat(result.unique()).isEqualTo(1_194);
    }

    @Test
    void aSecondOfThreeGenresIsComplete() {
        IntStream.range(0, 1_500).forEach(index -> items.add(new Item(id(index), "NY", "G" + index % 3, SPOT)));

        var result = read(Entity.EVENTS);

        assertThat(result.complete()).isTrue();
        assertThat(requests).isLessThanOrEqualTo(6 + 3 * 3);
    }

    private void add(int count, IntFunction<Place> place) {
        var offset = items.size();
        IntStream.range(offset, offset + count)
                .forEach(index -> items.add(new Item(id(index), "NY", "A", place.apply(index))));
    }

    /** Unique and in random order, as the IDs and names of the API. */
    private static String id(int index) {
        return "%08x".formatted(index * 0x9E3779B1);
    }

    private Completeness read(Entity entity) {
        var depth = new PageDepthLimit(200);
        var reader = new SliceReader(
                new TicketmasterPager(depth),
                entity == Entity.EVENTS ? new EventNormalizer()::normalize : new VenueNormalizer()::normalize,
                new RecordEncoder(),
                new TestClock());
        var root = Slice.of(
                new Query("ticketmaster", entity, entity + " US"),
                "x",
                entity + " US",
                Map.of("countryCode", "US"),
                List.of());
        var queue = new SliceQueue(Stream.of(root), List.of(), new QuerySplitter(), () -> {});
        while (queue.hasNext()) {
            var slice = queue.next();
            if (slice != null) {
                var reading = reader.open(slice);
                while (reading.hasNext()) {
                    reader.read(page(entity, reading.request()), reading, "run");
                }
                queue.read(reading);
                queue.ended(slice);
            }
        }
        return queue.completeness().get(0);
    }

    private PageResult page(Entity entity, PageRequest request) {
        requests++;
        assertThat(request.from()).isLessThan(1_000);
        var found = items.stream()
                .filter(item -> ignoresFilters || matches(item, request.parameters()))
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
        var json = found.stream()
                .skip(request.from())
                .limit(Integer.parseInt(request.parameters().get("size")))
                .map(item -> entity == Entity.EVENTS ? item.event() : item.venue())
                .collect(Collectors.joining(","));
        var body = "{\"_embedded\": {\"%s\": [%s]}, \"page\": {\"totalElements\": %d}}"
                .formatted(entity, json, found.size());
        return TicketmasterPager.parserFor(entity).read(body.getBytes(UTF_8));
    }

    private static boolean matches(Item item, Map<String, String> parameters) {
        var cell = parameters.get("geoPoint");
        return item.state().equals(parameters.getOrDefault("stateCode", item.state()))
                && item.genre().equals(parameters.getOrDefault("genreId", item.genre()))
                && (cell == null || Geohash.circleContains(cell, item.place()));
    }
}
