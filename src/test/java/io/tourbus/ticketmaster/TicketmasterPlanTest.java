package io.tourbus.ticketmaster;

import static io.tourbus.model.Entity.EVENTS;
import static io.tourbus.model.Entity.VENUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Scope.EventsBarrier;
import io.tourbus.source.slice.Scope.Mode;
import io.tourbus.source.slice.Slice;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestState;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.window.EventArea;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketmasterPlanTest {

    private static final Instant START = Instant.parse("2026-11-23T02:00:00Z");

    @Test
    void theFirstWindowIsTheWholeHorizon() {
        var windows =
                plan(List.of(EVENTS), 70, "tourbus.ticketmaster.cities", "", "tourbus.ticketmaster.undated", "false");

        assertThat(windows)
                .extracting(slice -> slice.parameters().get("startDateTime") + " "
                        + slice.parameters().get("endDateTime"))
                .containsExactly("2026-11-23T02:00:00Z 2027-02-01T01:59:59Z");
    }

    @Test
    void theHourlyJobReadsNearEventsAndGaps() {
        var area = new EventArea("events US", Map.of("countryCode", "US", "segmentId", "KZFzniwnSyZfZ7v7nJ"));
        var near = Instant.parse("2026-11-30T02:00:00Z").getEpochSecond();
        var left = List.of(area.window(near - 100, near + 5_000), area.window(near + 80_000, near + 90_000));

        var windows = slices(
                new Scope(
                        Set.of(EVENTS),
                        START,
                        START.plus(Duration.ofDays(7)),
                        Mode.NEAR,
                        left,
                        new EventsBarrier(),
                        false),
                "tourbus.ticketmaster.cities",
                "");

        assertThat(windows)
                .extracting(slice -> slice.parameters().get("startDateTime") + " "
                        + slice.parameters().get("endDateTime"))
                .containsExactly(
                        "2026-11-23T02:00:00Z 2026-11-30T03:23:19Z", "2026-12-01T00:13:20Z 2026-12-01T02:59:59Z");
    }

    @Test
    void eventsAreSortedByIdInAllLanguages() {
        var slice = plan(List.of(EVENTS), 1, "tourbus.ticketmaster.cities", "").get(0);

        assertThat(slice.parameters())
                .contains(
                        entry("sort", "id,asc"),
                        entry("locale", "*"),
                        entry("countryCode", "US"),
                        entry("segmentId", "KZFzniwnSyZfZ7v7nJ"));
    }

    @Test
    void eventsWithoutADateHaveOneSlicePerKind() {
        var queries = plan(List.of(EVENTS), 30, "tourbus.ticketmaster.cities", "").stream()
                .map(Slice::parameters)
                .toList();

        assertThat(queries).hasSize(3);
        assertThat(queries.get(0))
                .containsEntry("includeTBA", "only")
                .doesNotContainKeys("includeTBD", "startDateTime");
        assertThat(queries.get(1))
                .containsEntry("includeTBD", "only")
                .doesNotContainKeys("includeTBA", "startDateTime");
    }

    @Test
    void aCityWithoutACountryIsReadInAllCountries() {
        var areas = plan(
                        List.of(EVENTS),
                        1,
                        "tourbus.ticketmaster.countries",
                        "US,CA",
                        "tourbus.ticketmaster.cities",
                        "Portland, London:GB",
                        "tourbus.ticketmaster.undated",
                        "false")
                .stream()
                .map(slice -> slice.parameters().get("city") + " "
                        + slice.parameters().get("countryCode"))
                .toList();

        assertThat(areas).containsExactly("Portland US", "Portland CA", "London GB");
    }

    @Test
    void eventsWithoutAClassificationAreReadOnRequest() {
        var areas = plan(
                List.of(EVENTS),
                1,
                "tourbus.ticketmaster.cities",
                "Austin:US",
                "tourbus.ticketmaster.unclassified",
                "true",
                "tourbus.ticketmaster.undated",
                "false");

        assertThat(areas)
                .extracting(
                        slice -> slice.query().title(),
                        slice -> slice.parameters().get("segmentId"),
                        slice -> slice.parameters().get("classificationId"))
                .containsExactly(
                        tuple("events US Austin", "KZFzniwnSyZfZ7v7nJ", null),
                        tuple(
                                "events US Austin unclassified",
                                null,
                                "-KZFzniwnSyZfZ7v7nJ,-KZFzniwnSyZfZ7v7nE,-KZFzniwnSyZfZ7v7na,-KZFzniwnSyZfZ7v7nn"
                                        + ",-KZFzniwnSyZfZ7v7n1"));
    }

    @Test
    void withoutASegmentNoEventIsReadTwice() {
        var areas = plan(
                List.of(EVENTS),
                1,
                "tourbus.ticketmaster.cities",
                "",
                "tourbus.ticketmaster.segment-id",
                " ",
                "tourbus.ticketmaster.unclassified",
                "true",
                "tourbus.ticketmaster.undated",
                "false");

        assertThat(areas)
                .singleElement()
                .satisfies(slice -> assertThat(slice.parameters()).doesNotContainKeys("segmentId", "classificationId"));
    }

    @Test
    void venuesAreReadByCountryAndState() {
        var slices = plan(
                List.of(VENUES),
                1,
                "tourbus.ticketmaster.countries",
                "US,GB",
                "tourbus.ticketmaster.states",
                "NY:US,CA:US");

        assertThat(slices)
                .extracting(Slice::parameters)
                .containsExactly(
                        Map.of("countryCode", "US", "stateCode", "NY", "sort", "name,asc", "locale", "*"),
                        Map.of("countryCode", "US", "stateCode", "CA", "sort", "name,asc", "locale", "*"),
                        Map.of("countryCode", "GB", "sort", "name,asc", "locale", "*"));
    }

    @Test
    void sliceNamesAreUnique() {
        var slices = plan(List.of(VENUES, EVENTS), 365);

        assertThat(slices).extracting(Slice::name).doesNotHaveDuplicates();
    }

    private static List<Slice> plan(List<Entity> entities, int days, String... settings) {
        return slices(
                new Scope(
                        Set.copyOf(entities),
                        START,
                        START.plus(Duration.ofDays(days)),
                        Mode.EVERYTHING,
                        List.of(),
                        new EventsBarrier(),
                        false),
                settings);
    }

    /** The slices, if each first page is empty. */
    private static List<Slice> slices(Scope scope, String... settings) {
        try (var state = TestState.open()) {
            var plan = new TicketmasterPlan(
                    TicketmasterSettings.read(Settled.with(settings)), new PageDepthLimit(200), state.eventCounts());
            List<Slice> slices = new ArrayList<>();
            for (var queue = plan.slices(scope); queue.hasNext(); ) {
                var slice = queue.next();
                slices.add(slice);
                queue.onFirstPage(slice, new PageResult(List.of(), 0, OptionalLong.of(0), false));
                queue.ended(slice);
            }
            return slices;
        }
    }
}
