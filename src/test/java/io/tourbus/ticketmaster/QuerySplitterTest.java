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
    private static final String VENUE = """
            {"id": "v", "name": "V", "type": "venue", "state": {"stateCode": "NY"},
             "location": {"latitude": "40.7", "longitude": "-74.0"}}""";

    private final QuerySplitter splitter = new QuerySplitter();
    private final Slice second = new EventArea("events US", Map.of("countryCode", "US")).window(3_600, 3_601);

    @Test
    void splitsASecondByFacetsOfItsEvents() {
        assertThat(refine(second, EVENT))
                .extracting(
                        slice -> slice.parameters().get("genreId"),
                        slice -> slice.parameters().get("marketId"),
                        slice -> slice.parameters().get("stateCode"))
                .containsExactly(tuple("A", null, null), tuple(null, "35", null), tuple(null, null, "NY"));
    }

    @Test
    void theNameDoesNotDependOnTheOrderOfSplits() {
        var genre = refine(second, EVENT).get(0);
        var state = refine(second, EVENT).get(2);

        var stateOfGenre = refine(genre, EVENT).get(1);
        var genreOfState = refine(state, EVENT).get(0);

        assertThat(stateOfGenre.parameters()).isEqualTo(genreOfState.parameters());
        assertThat(stateOfGenre.name()).isEqualTo(genreOfState.name()).startsWith("events-us-1970-01-01t01-00-00z");
        assertThat(List.of(genre.name(), state.name(), stateOfGenre.name())).doesNotHaveDuplicates();
    }

    @Test
    void splitsALocationIntoSmallerCells() {
        var query = new Query("ticketmaster", Entity.VENUES, "venues US NY");
        var state = Slice.of(query, "x", "venues US NY", Map.of("countryCode", "US", "stateCode", "NY"), List.of());

        var place = refine(state, VENUE).get(0);

        assertThat(place.name()).startsWith("venues-us-ny-us-dr5-ny-");
        assertThat(refine(place, VENUE))
                .extracting(slice -> slice.parameters().get("geoPoint"))
                .containsExactly("dr5r");
    }

    private List<Slice> refine(Slice slice, String entity) {
        EntityNormalizer normalizer =
                slice.entity() == Entity.EVENTS ? new EventNormalizer()::normalize : new VenueNormalizer()::normalize;
        var reader = new SliceReader(
                new TicketmasterPager(new PageDepthLimit(200)), normalizer, new RecordEncoder(), new TestClock());
        var reading = reader.open(slice);
        reader.read(TicketmasterPager.parserFor(slice.entity()).read(entity.getBytes(UTF_8)), reading, "run");
        return splitter.split(reading);
    }
}
