package io.tourbus.sandbox.ticketmaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.server.ApiResponse;
import io.tourbus.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated Ticketmaster enforces the rules of the real API, so that tests find violations by the client. */
class TicketmasterServerTest {

    private static final String EVENTS = "/_embedded/events";

    private final TestClock clock = new TestClock();
    private final Catalogue catalogue =
            new Catalogue(new Catalogue.Size(5, 600, 300, 3_000, LocalDate.of(2026, 11, 23)));
    private TicketmasterServer ticketmaster;

    @BeforeEach
    void start() throws IOException {
        open(new TicketmasterServer.Options("k", 5, 50), catalogue);
    }

    @AfterEach
    void stop() {
        ticketmaster.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/events?size=201 | DIS1036",
                "/events?size=200&page=5 | DIS1035",
                "/events?size=100&page=10 | DIS1035",
                "/events?sort=nonsense | DIS1005",
                "/events?sort=id,desc | DIS1005",
                "/venues?sort=id,asc | DIS1005",
                "/venues?sort=date,asc | DIS1005",
                "/events?startDateTime=2026-11-23T00:00:00.000Z | DIS1015",
                "/events?endDateTime=2026-11-23T00:00:00 | DIS1015",
                "/events?startDateTime=2026-11-23 | DIS1015",
                "/events?onsaleStartDateTime=2026-11-23 | DIS1015",
                "/events?preSaleDateTime=2026-11-23 | DIS1015"
            })
    void invalidRequestsAreRefusedAndRecordedAsViolations(String query, String code) throws Exception {
        var answer = get(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
        assertThat(answer.text("/errors/0/status")).isEqualTo("400 BAD_REQUEST");
        assertThat(answer.header("Rate-Limit")).isNull();
        assertThat(ticketmaster.violations()).hasSize(1).allMatch(text -> text.contains(code));
    }

    @Test
    void tooDeepPagesHaveTheMessageOfTheRealApi() throws Exception {
        assertThat(get("/events?size=200&page=5").response().body())
                .isEqualTo(
                        "{\"errors\":[{\"_links\":{\"about\":{\"href\":\"/discovery/v2/errors.html#DIS1035\"}},\"code\":\"DIS1035\",\"detail\":\"API Limits Exceeded: Max paging depth exceeded. (page * size) must be less than 1,000\",\"status\":\"400 BAD_REQUEST\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"promoterId=1", "localStartDateTime=2026-11-23T00:00:00"})
    void anUnsupportedFilterIsRefused(String parameter) throws Exception {
        assertThat(get("/events?" + parameter).status()).isEqualTo(501);
    }

    @Test
    void aWrongKeyIsRefusedAndUnknownParametersAreReported() throws Exception {
        var wrong = ApiResponse.to(HttpRequest.newBuilder(URI.create(ticketmaster.baseUrl() + "/events?apikey=x")));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(get("/events?size=1&town=x").header("X-Unknown-Params")).isEqualTo("town");
        assertThat(get("/venues?size=1&marketId=1").header("X-Unknown-Params")).isEqualTo("marketId");
        assertThat(ticketmaster.violations())
                .containsExactly(
                        "a wrong key", "/events: unknown parameters town", "/venues: unknown parameters marketId");
    }

    @Test
    void pagesAreCompleteAndLinkedWithoutTheKey() throws Exception {
        var first = get("/events?countryCode=GB&size=200");
        var total = first.json().at("/page/totalElements").asInt();
        var pages = first.json().at("/page/totalPages").asInt();
        var last = get("/events?countryCode=GB&size=200&page=" + (pages - 1));
        var none = get("/events?countryCode=XX&page=1");

        assertThat(total).isGreaterThan(200);
        assertThat(first.text("/_links/next/href")).endsWith("countryCode=GB&size=200&page=1");
        assertThat(last.ids(EVENTS)).hasSize(total - 200 * (pages - 1));
        assertThat(last.json().at("/_links").has("next")).isFalse();
        assertThat(first.response().body()).doesNotContain("apikey");
        assertThat(none.json().has("_embedded")).isFalse();
        assertThat(none.json().at("/page/totalPages").asInt()).isZero();
        assertThat(none.json().at("/page/number").asInt()).isEqualTo(1);
    }

    @Test
    void undatedEventsAreReturnedOnlyOnRequestAndOutsideOfWindows() throws Exception {
        var usual = total("/events?size=1");
        var announced = total("/events?size=1&includeTBA=only");
        var defined = total("/events?size=1&includeTBD=only");

        assertThat(usual + announced + defined).isEqualTo(3_000);
        assertThat(announced).isPositive();
        assertThat(total("/events?includeTBA=yes&includeTBD=yes")).isEqualTo(3_000);
        assertThat(total("/events?includeTBA=only&includeTBD=only")).isZero();
        assertThat(total("/events?includeTBA=yes&startDateTime=2020-01-01T00:00:00Z"))
                .isEqualTo(usual);
        var event = get("/events?size=1&includeTBA=only").json().at(EVENTS + "/0");
        assertThat(event.at("/dates/start").has("localDate")).isFalse();
        assertThat(total("/events?id=" + event.path("id").asText())).isZero();
    }

    @Test
    void bothBoundsOfAWindowAreInclusive() throws Exception {
        var event = catalogue.events().get(5);

        assertThat(get("/events?size=200&startDateTime=%s&endDateTime=%s".formatted(event.start(), event.start()))
                        .ids(EVENTS))
                .contains(event.id());
    }

    @Test
    void sortingByIdIsStrictAndSortingByDateHasUnstableTies() throws Exception {
        var byId = get("/events?size=200&sort=id,asc").ids(EVENTS);
        assertThat(byId).isSorted();

        var byDate = get("/events?size=200&sort=date,asc").ids(EVENTS);
        var again = get("/events?size=200&sort=date,asc").ids(EVENTS);
        assertThat(again).isNotEqualTo(byDate);
        assertThat(starts(again)).isEqualTo(starts(byDate)).isSorted();

        var relevant = get("/events?size=200").ids(EVENTS);
        assertThat(get("/events?size=200&sort=relevance,desc").ids(EVENTS)).isEqualTo(relevant);
        assertThat(relevant).isNotEqualTo(byId);
    }

    @Test
    void addedAndRemovedEventsShiftTheFollowingResults() throws Exception {
        var american = catalogue.events().stream()
                .filter(event ->
                        event.start() != null && event.venue().town().country().equals("US"))
                .map(Catalogue.Event::id)
                .sorted()
                .toList();
        ticketmaster.drift().removeFirstAfter(1);
        ticketmaster.drift().insertFirstAfter(3);
        var read = new ArrayList<String>();
        for (int page = 0; page < 5; page++) {
            clock.advance(Duration.ofSeconds(1));
            read.addAll(get("/events?size=200&sort=id,asc&countryCode=US&page=" + page)
                    .ids(EVENTS));
        }

        assertThat(ticketmaster.drift().removed()).containsExactly(american.get(0));
        assertThat(read)
                .doesNotContain(american.get(200))
                .doesNotContainAnyElementsOf(ticketmaster.drift().inserted());
        assertThat(new HashSet<>(read)).hasSize(999).contains(american.get(600));
        assertThat(ticketmaster.eventIds())
                .hasSize(3_000)
                .doesNotContain(american.get(0))
                .containsAll(ticketmaster.drift().inserted());

        ticketmaster.insert("vvNew", american.get(1));
        assertThat(get("/events?id=vvNew").ids(EVENTS)).containsExactly("vvNew");
        ticketmaster.remove("vvNew");
        assertThat(get("/events/vvNew?").status()).isEqualTo(404);
    }

    @Test
    void totalsCanBeCapped() throws Exception {
        ticketmaster.close();
        open(
                new TicketmasterServer.Options("k", 5, 50).withTotalsCapped(),
                new Catalogue(new Catalogue.Size(5, 10, 10, 10_500, LocalDate.of(2026, 11, 23))));

        assertThat(total("/events?size=200")).isEqualTo(10_000);
        var beyond = get("/events?size=200&page=50");
        assertThat(beyond.text("/errors/0/code")).isEqualTo("DIS1024");
        assertThat(beyond.text("/errors/0/status")).isEqualTo("400");
    }

    private List<Instant> starts(List<String> ids) {
        return ids.stream()
                .map(id -> catalogue.events().stream()
                        .filter(event -> event.id().equals(id))
                        .findFirst()
                        .orElseThrow()
                        .start())
                .toList();
    }

    private void open(TicketmasterServer.Options options, Catalogue events) throws IOException {
        ticketmaster = new TicketmasterServer(events, options, 0, clock);
    }

    private int total(String path) throws Exception {
        clock.advance(Duration.ofSeconds(1));
        return get(path).json().at("/page/totalElements").asInt();
    }

    private ApiResponse get(String path) throws IOException, InterruptedException {
        return ApiResponse.to(HttpRequest.newBuilder(URI.create(ticketmaster.baseUrl() + path + "&apikey=k")));
    }
}
