package io.tourbus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated APIs keep the rules of the real ones, so that a client that breaks one fails here. */
class ApiServersTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestClock clock = new TestClock();
    private final Catalogue catalogue =
            new Catalogue(new Catalogue.Size(5, 600, 300, 3_000, LocalDate.of(2026, 11, 23)));
    private SpotifyServer spotify;
    private TicketmasterServer ticketmaster;

    private record Answer(int status, JsonNode json, HttpResponse<String> response) {}

    @BeforeEach
    void start() throws IOException {
        spotify = new SpotifyServer(catalogue, SpotifyServer.Options.OLDER_APP, 0, clock);
        ticketmaster = new TicketmasterServer(catalogue, new TicketmasterServer.Options("k", 5, 50), 0, clock);
    }

    @AfterEach
    void stop() {
        spotify.close();
        ticketmaster.close();
    }

    @Test
    void theSameSeedMakesTheSameCatalogueAndNoIdTwice() {
        var again = new Catalogue(new Catalogue.Size(5, 600, 300, 3_000, LocalDate.of(2026, 11, 23)));

        assertThat(again.events()).isEqualTo(catalogue.events());
        assertThat(catalogue.concertRecordIds()).doesNotHaveDuplicates();
        assertThat(catalogue.venueRecordIds()).doesNotHaveDuplicates();
        assertThat(catalogue.artistRecordIds())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.length() == "spotify_".length() + 22);
        assertThat(EventPayload.of(catalogue.events().get(7), true))
                .isEqualTo(EventPayload.of(again.events().get(7), true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void allDatedEventsLieWithinTheYearAfterItsFirstDayWhateverDayThatIs(int day) {
        var from = LocalDate.of(2026, 11, 23).plusDays(day);
        var year = new Catalogue(new Catalogue.Size(5, 0, 30, 2_000, from));

        assertThat(year.events().stream().map(Catalogue.Event::start).filter(Objects::nonNull))
                .allMatch(start -> start.isAfter(from.plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusSeconds(43_200)))
                .allMatch(start -> start.isBefore(
                        from.plusDays(364).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    @Test
    void theCatalogueHasTheTrapsOfTheRealOnes() {
        var events = catalogue.events().stream()
                .map(event -> EventPayload.of(event, true).toString())
                .toList();

        for (var trap : new String[] {
            "1900-01-01T18:00:00Z", "\"cancelled\"", "\"canceled\"", "\"timeTBA\":true", "\"dateTBA\":true",
                    "\"dateTBD\":true",
            "standard including fees", "?si=", "/user/", "\"Undefined\"", "\"latitude\":\"", "\" "
        }) {
            assertThat(events).as(trap).anyMatch(event -> event.contains(trap));
        }
        assertThat(catalogue.artists().stream()
                        .map(artist -> ArtistPayload.of(artist, true).toString()))
                .anyMatch(artist -> artist.contains("\"genres\":[]"))
                .anyMatch(artist -> artist.contains("\"images\":[]"))
                .anyMatch(artist -> artist.matches(".*\"popularity\":\\d+\\.0.*"));
    }

    @Test
    void aTokenIsGrantedForTheRightCredentialsAndEnds() throws Exception {
        assertThat(token("wrong").status()).isEqualTo(400);
        assertThat(token("wrong").json().path("error").asText()).isEqualTo("invalid_client");

        var token = token("sandbox-secret").json().path("access_token").asText();
        assertThat(spotify(token, "/search?type=artist&q=rock").status()).isEqualTo(200);

        clock.advance(Duration.ofHours(1));
        assertThat(spotify(token, "/search?type=artist&q=rock").status()).isEqualTo(401);
        assertThat(spotify("invented", "/search?type=artist&q=rock").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/search?type=artist, 400",
        "/search?type=artist&q=rock&limit=51, 400",
        "/search?type=artist&q=rock&limit=50&offset=951, 400",
        "/search?type=artist&q=rock&limit=50&offset=950, 200",
        "/artists/tooshort, 400",
        "/artists/0000000000000000000000, 404",
        "/artists?ids=0000000000000000000000, 200"
    })
    void spotifyKeepsItsLimits(String query, int status) throws Exception {
        var token = token("sandbox-secret").json().path("access_token").asText();

        assertThat(spotify(token, query).status()).isEqualTo(status);
    }

    @Test
    void everyArtistIsFoundByOneOfTheTerms() throws Exception {
        var token = token("sandbox-secret").json().path("access_token").asText();
        var found = new HashSet<String>();
        for (var term : Catalogue.TERMS) {
            for (int offset = 0; offset < 150; offset += 50) {
                var query = "/search?type=artist&limit=50&offset=%d&q=%s".formatted(offset, term.replace(" ", "%20"));
                spotify(token, query)
                        .json()
                        .at("/artists/items")
                        .forEach(artist ->
                                found.add("spotify_" + artist.path("id").asText()));
            }
        }

        assertThat(found).isEqualTo(catalogue.artistRecordIds().collect(Collectors.toSet()));
    }

    @Test
    void aNewerAppIsToldLess() throws Exception {
        try (var newer = new SpotifyServer(
                catalogue,
                new SpotifyServer.Options("sandbox-client", "sandbox-secret", true, Duration.ofHours(1)),
                0,
                clock)) {
            var older = spotify;
            spotify = newer;
            var token = token("sandbox-secret").json().path("access_token").asText();
            var id = catalogue.artists().get(0).id();

            assertThat(spotify(token, "/search?type=artist&q=rock&limit=11").status())
                    .isEqualTo(400);
            assertThat(spotify(token, "/artists?ids=" + id).status()).isEqualTo(403);
            assertThat(spotify(token, "/artists/" + id).json().has("followers")).isFalse();
            spotify = older;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "size=201, 400, DIS1036",
        "size=200&page=5, 400, DIS1035",
        "size=100&page=10, 400, DIS1035",
        "sort=nonsense, 400, DIS1005",
        "startDateTime=2026-11-23T00:00:00.000Z, 400, DIS1015",
        "startDateTime=2026-11-23, 400, DIS1015"
    })
    void ticketmasterKeepsItsLimits(String query, int status, String code) throws Exception {
        var answer = ticketmaster("k", "/events?" + query);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(code);
    }

    @Test
    void pagesOfTicketmasterAreWhole() throws Exception {
        var first = ticketmaster("k", "/events?countryCode=GB&size=200").json();
        var total = first.at("/page/totalElements").asInt();
        var pages = first.at("/page/totalPages").asInt();
        var last = ticketmaster("k", "/events?countryCode=GB&size=200&page=" + (pages - 1))
                .json();
        var none = ticketmaster("k", "/events?countryCode=XX").json();

        assertThat(total).isGreaterThan(200);
        assertThat(first.at("/_links").has("next")).isTrue();
        assertThat(last.at("/_embedded/events")).hasSize(total - 200 * (pages - 1));
        assertThat(last.at("/_links").has("next")).isFalse();
        assertThat(none.has("_embedded")).isFalse();
        assertThat(none.at("/page/totalPages").asInt()).isZero();
    }

    @Test
    void undatedEventsComeOnlyWhenAskedFor() throws Exception {
        var usual = total("/events?size=1");
        var announced = total("/events?size=1&includeTBA=only");
        var defined = total("/events?size=1&includeTBD=only");

        assertThat(usual + announced + defined).isEqualTo(3_000);
        assertThat(announced).isPositive();
        assertThat(total("/events?size=1&includeTBA=only&includeTBD=only")).isZero();
    }

    @Test
    void fiveRequestsASecondAreAllowedAndFiftyADay() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(ticketmaster("k", "/events?size=1").status()).isEqualTo(200);
        }
        var spike = ticketmaster("k", "/events?size=1");
        assertThat(spike.status()).isEqualTo(429);
        assertThat(spike.json().at("/fault/detail/errorcode").asText()).endsWith("SpikeArrestViolation");

        for (int i = 0; i < 45; i++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(ticketmaster("k", "/events?size=1").status()).isEqualTo(200);
        }
        clock.advance(Duration.ofSeconds(1));
        var quota = ticketmaster("k", "/events?size=1");
        assertThat(quota.json().at("/fault/detail/errorcode").asText()).endsWith("QuotaViolation");
        assertThat(quota.json().at("/fault/faultstring").asText()).endsWith("Identifier : k");

        clock.advance(Duration.ofDays(1));
        var next = ticketmaster("k", "/events?size=1");
        assertThat(next.response().headers().firstValue("Rate-Limit-Available")).contains("49");
    }

    @Test
    void aWrongKeyIsRefusedAndUnknownParametersAreNamed() throws Exception {
        assertThat(ticketmaster("wrong", "/events?size=1").status()).isEqualTo(401);
        assertThat(ticketmaster("k", "/events?size=1&town=x")
                        .response()
                        .headers()
                        .firstValue("X-Unknown-Params"))
                .contains("town");
    }

    private int total(String path) throws Exception {
        clock.advance(Duration.ofSeconds(1));
        return ticketmaster("k", path).json().at("/page/totalElements").asInt();
    }

    private Answer token(String secret) throws Exception {
        var pair = Base64.getEncoder().encodeToString(("sandbox-client:" + secret).getBytes());
        return send(HttpRequest.newBuilder(spotify.tokenUrl())
                .header("Authorization", "Basic " + pair)
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
    }

    private Answer spotify(String token, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(spotify.baseUrl() + path))
                .header("Authorization", "Bearer " + token));
    }

    private Answer ticketmaster(String key, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(ticketmaster.baseUrl() + path + "&apikey=" + key)));
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), MAPPER.readTree(response.body()), response);
    }
}
