package io.tourbus.ticketmaster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import io.tourbus.testing.TestClock;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import io.tourbus.ticketmaster.window.EventArea;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuerySplitterTest {

    private static final String EVENT = """
            {"id": "e", "name": "E", "type": "event", "classifications": [{"genre": {"id": "A"}}], "_embedded": {"venues": [
              {"id": "v", "country": {"countryCode": "US"}, "state": {"stateCode": "NY"}, "markets": [{"id": "35"}]}]}}""";
    private static final String OTHER_EVENT = """
            {"id": "f", "name": "F", "type": "event", "_embedded": {"venues": [{"id": "w", "country": {"countryCode": "US"}}]}}""";

    private static final Slice STATE = Slice.of(
            new Query("ticketmaster", Entity.VENUES, "venues US NY"),
            "x",
            "venues US NY",
            Map.of("countryCode", "US", "stateCode", "NY"),
            List.of());

    private final QuerySplitter splitter = new QuerySplitter();
    private final Slice second = new EventArea("events US", Map.of("countryCode", "US")).window(3_600, 3_601);

    @Test
    void splitsASecondByFacetsOfItsEvents() {
        assertThat(split(second, EVENT, OTHER_EVENT))
                .extracting(
                        slice -> slice.parameters().get("genreId"),
                        slice -> slice.parameters().get("marketId"),
                        slice -> slice.parameters().get("stateCode"))
                .containsExactly(tuple("A", null, null), tuple(null, "35", null), tuple(null, null, "NY"));
    }

    @Test
    void theNameDoesNotDependOnTheOrderOfSplits() {
        var genre = split(second, EVENT, OTHER_EVENT).get(0);
        var state = split(second, EVENT, OTHER_EVENT).get(2);

        var stateOfGenre = split(genre, EVENT, OTHER_EVENT).get(1);
        var genreOfState = split(state, EVENT, OTHER_EVENT).get(0);

        assertThat(stateOfGenre.parameters()).isEqualTo(genreOfState.parameters());
        assertThat(stateOfGenre.name()).isEqualTo(genreOfState.name()).startsWith("events-us-1970-01-01t01-00-00z");
        assertThat(List.of(genre.name(), state.name(), stateOfGenre.name())).doesNotHaveDuplicates();
    }

    /** One venue, one genre: each of these queries would return the same events. */
    @Test
    void doesNotSplitByAValueThatAllEntitiesHave() {
        assertThat(split(second, EVENT)).isEmpty();
    }

    @Test
    void splitsALocationIntoSmallerCells() {
        var place =
                split(STATE, venue("a", 40.7, -74.0), venue("b", 43.0, -78.8)).get(0);

        assertThat(place.name()).startsWith("venues-us-ny-us-dpx-ny-");
        assertThat(split(place, venue("a", 43.0, -78.8), venue("b", 42.1, -79.2)))
                .extracting(slice -> slice.parameters().get("geoPoint"))
                .containsExactly("dprx", "dpxu");
    }

    @Test
    void aGeohashIsNotLongerThanItsRadiusIsUseful() {
        var smallest = Slice.of(STATE.query(), "x", "spot", Map.of("geoPoint", "dr5reg", "radius", "2"), List.of());

        assertThat(split(smallest, venue("a", 40.7, -74.0), venue("b", 40.71, -74.0)))
                .isEmpty();
    }

    @Test
    void doesNotSplitVenuesAtOneSpotByLocation() {
        assertThat(split(STATE, venue("a", 40.7, -74.0), venue("b", 40.7005, -74.0)))
                .isEmpty();
    }

    private static String venue(String id, double latitude, double longitude) {
        return """
            {"id": "%s", "name": "V", "type": "venue", "state": {"stateCode": "NY"},
             "location": {"latitude": "%s", "longitude": "%s"}}""".formatted(id, latitude, longitude);
    }

    private List<Slice> split(Slice slice, String... entities) {
        EntityNormalizer normalizer =
                slice.entity() == Entity.EVENTS ? new EventNormalizer()::normalize : new VenueNormalizer()::normalize;
        var reader = new SliceReader(
                new TicketmasterPager(new PageDepthLimit(200)), normalizer, new RecordEncoder(), new TestClock());
        var reading = reader.open(slice);
        var page = "{\"_embedded\": {\"%s\": [%s]}}".formatted(slice.entity(), String.join(",", entities));
        reader.read(TicketmasterPager.parserFor(slice.entity()).read(page.getBytes(UTF_8)), reading, "run");
        return splitter.split(reading);
    }
}
