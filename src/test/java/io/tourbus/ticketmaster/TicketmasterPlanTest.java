package io.tourbus.ticketmaster;

import static io.tourbus.model.Entity.EVENTS;
import static io.tourbus.model.Entity.VENUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tourbus.Settled;
import io.tourbus.model.Entity;
import io.tourbus.source.Scope;
import io.tourbus.source.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketmasterPlanTest {

    private static final Instant START = Instant.parse("2026-11-23T02:00:00Z");

    @Test
    void windowsFollowEachOtherToTheSecondAndEndWithTheHorizon() {
        var windows =
                plan(List.of(EVENTS), 70, "tourbus.ticketmaster.cities", "", "tourbus.ticketmaster.undated", "false");

        assertThat(windows)
                .extracting(slice ->
                        slice.query().get("startDateTime") + " " + slice.query().get("endDateTime"))
                .containsExactly(
                        "2026-11-23T02:00:00Z 2026-12-23T01:59:59Z",
                        "2026-12-23T02:00:00Z 2027-01-22T01:59:59Z",
                        "2027-01-22T02:00:00Z 2027-02-01T01:59:59Z");
    }

    @Test
    void eventsAreAskedForInAnOrderThatIsStrictAndInEveryLanguage() {
        var slice = plan(List.of(EVENTS), 1, "tourbus.ticketmaster.cities", "").get(0);

        assertThat(slice.query())
                .contains(
                        entry("sort", "id,asc"),
                        entry("locale", "*"),
                        entry("countryCode", "US"),
                        entry("segmentId", "KZFzniwnSyZfZ7v7nJ"));
    }

    @Test
    void eventsWithoutADateAreAskedForByTheirOwnQueriesOneKindAtATime() {
        var queries = plan(List.of(EVENTS), 30, "tourbus.ticketmaster.cities", "").stream()
                .map(Slice::query)
                .toList();

        assertThat(queries).hasSize(3);
        assertThat(queries.get(1))
                .containsEntry("includeTBA", "only")
                .doesNotContainKeys("includeTBD", "startDateTime");
        assertThat(queries.get(2))
                .containsEntry("includeTBD", "only")
                .doesNotContainKeys("includeTBA", "startDateTime");
    }

    @Test
    void aCityIsLookedForInEveryCountryUnlessItNamesItsOwn() {
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
                .map(slice -> slice.query().get("city") + " " + slice.query().get("countryCode"))
                .toList();

        assertThat(areas).containsExactly("Portland US", "Portland CA", "London GB");
    }

    @Test
    void venuesAreAskedForByCountryAndState() {
        var slices = plan(
                List.of(VENUES),
                1,
                "tourbus.ticketmaster.countries",
                "US,GB",
                "tourbus.ticketmaster.states",
                "NY:US,CA:US");

        assertThat(slices)
                .extracting(Slice::query)
                .containsExactly(
                        Map.of("countryCode", "US", "stateCode", "NY", "sort", "name,asc", "locale", "*"),
                        Map.of("countryCode", "US", "stateCode", "CA", "sort", "name,asc", "locale", "*"),
                        Map.of("countryCode", "GB", "sort", "name,asc", "locale", "*"));
    }

    @Test
    void slicesHaveNamesOfTheirOwn() {
        var slices = plan(List.of(VENUES, EVENTS), 365);

        assertThat(slices).extracting(Slice::name).doesNotHaveDuplicates();
    }

    private static List<Slice> plan(List<Entity> entities, int days, String... settings) {
        var scope = new Scope(Set.copyOf(entities), START, START.plus(Duration.ofDays(days)));
        return new TicketmasterPlan(TicketmasterSettings.read(Settled.with(settings)))
                .slices(scope)
                .toList();
    }
}
