package io.tourbus.sandbox.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.server.ApiResponse;
import io.tourbus.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated Spotify enforces the rules of the real API, so that tests find violations by the client. */
class SpotifyServerTest {

    private static final String UNKNOWN = "0000000000000000000000";

    private final TestClock clock = new TestClock();
    private final Catalogue catalogue = new Catalogue(new Catalogue.Size(5, 900, 10, 10, LocalDate.of(2026, 11, 23)));
    private SpotifyServer spotify;
    private String token;

    @BeforeEach
    void start() throws Exception {
        open(SpotifyServer.Options.OLDER_APP);
    }

    @AfterEach
    void stop() {
        spotify.close();
    }

    @Test
    void aTokenIsGrantedForValidCredentialsAndExpires() throws Exception {
        var wrong = token("wrong");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("/error")).isEqualTo("invalid_client");
        assertThat(get("/search?type=artist&q=rock").status()).isEqualTo(200);

        clock.advance(Duration.ofHours(1));
        assertThat(get("/search?type=artist&q=rock").status()).isEqualTo(401);
        token = "invented";
        assertThat(get("/search?type=artist&q=rock").header("WWW-Authenticate")).contains("invalid_token");

        assertThat(spotify.violations()).containsExactly("a token that has ended", "a token that was never granted");
    }

    @Test
    void aRevokedTokenIsNotAViolation() throws Exception {
        spotify.revokeTokens();

        assertThat(get("/search?type=artist&q=rock").status()).isEqualTo(401);
        assertThat(spotify.violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/search?type=artist, 400",
        "/search?q=rock, 400",
        "/search?type=artist&q=rock&limit=51, 400",
        "/search?type=artist&q=rock&limit=0, 400",
        "/search?type=artist&q=rock&limit=50&offset=951, 400",
        "/search?type=artist&q=rock&market=XX, 400",
        "/artists/tooshort, 400",
        "/artists?ids=tooshort, 400",
        "/artists/tooshort/top-tracks?market=US, 400",
        "/artists/0000000000000000000000/top-tracks, 400"
    })
    void invalidRequestsAreRefusedAndRecordedAsViolations(String query, int status) throws Exception {
        assertThat(get(query).status()).isEqualTo(status);
        assertThat(spotify.violations()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/search?type=artist&q=rock&limit=50&offset=950, 200",
        "/artists/0000000000000000000000, 404",
        "/artists/0000000000000000000000/top-tracks?market=US, 404",
        "/artists/0000000000000000000000/related-artists, 404",
        "/artists?ids=0000000000000000000000, 200"
    })
    void otherErrorsAreNotViolations(String query, int status) throws Exception {
        assertThat(get(query).status()).isEqualTo(status);
        assertThat(spotify.violations()).isEmpty();
    }

    @Test
    void fiftyIdsAreAcceptedAndUnknownOnesAreNull() throws Exception {
        var ids =
                catalogue.artists().stream().map(Catalogue.Artist::id).limit(49).toList();

        var answer = get("/artists?ids=" + UNKNOWN + "," + String.join(",", ids));

        assertThat(answer.json().at("/artists")).hasSize(50);
        assertThat(answer.json().at("/artists/0").isNull()).isTrue();
        assertThat(get("/artists?ids=" + String.join(",", Collections.nCopies(51, UNKNOWN)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theSearchTermsFindEveryArtist() throws Exception {
        var found = new HashSet<String>();
        for (var term : Catalogue.TERMS) {
            for (int offset = 0; offset < 200; offset += 50) {
                get("/search?type=artist&limit=50&offset=%d&q=%s".formatted(offset, encode(term)))
                        .ids("/artists/items")
                        .forEach(id -> found.add("spotify_" + id));
            }
        }

        assertThat(found).isEqualTo(catalogue.artistRecordIds().collect(Collectors.toSet()));
    }

    @Test
    void totalsChangeBetweenPagesButTheRankingDoesNot() throws Exception {
        var first = get("/search?type=artist&q=rock&limit=50");
        var again = get("/search?type=artist&q=rock&limit=50");

        assertThat(again.text("/artists/total")).isNotEqualTo(first.text("/artists/total"));
        assertThat(again.ids("/artists/items")).isEqualTo(first.ids("/artists/items"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "artist:\"%s\""})
    void similarNamesAreFoundFirst(String query) throws Exception {
        for (var artist : catalogue.artists().subList(0, 80)) {
            var found = get("/search?type=artist&limit=50&q=" + encode(query.formatted(artist.name())));

            assertThat(found.ids("/artists/items")).as(artist.name()).contains(artist.id());
        }
        var shouting = catalogue.artists().stream()
                .filter(artist -> artist.name().equals(artist.name().toUpperCase()))
                .findFirst()
                .orElseThrow();
        var names = get("/search?type=artist&limit=50&q=" + encode(query.formatted(shouting.name())))
                .json()
                .findValuesAsText("name");
        assertThat(names)
                .contains(shouting.name())
                .anyMatch(name -> !name.equals(shouting.name()))
                .allMatch(name -> name.replaceFirst("(?i)^the ", "")
                        .equalsIgnoreCase(shouting.name().replaceFirst("(?i)^the ", "")));
    }

    @Test
    void anArtistHasUpToTenTopTracksInAMarket() throws Exception {
        var counts = new HashSet<Integer>();
        for (var artist : catalogue.artists().subList(0, 60)) {
            var tracks = get("/artists/" + artist.id() + "/top-tracks?market=US")
                    .json()
                    .at("/tracks");
            counts.add(tracks.size());
            tracks.forEach(track -> {
                assertThat(track.path("id").asText()).hasSize(22);
                assertThat(track.at("/artists/0/id").asText()).isEqualTo(artist.id());
                assertThat(track.has("available_markets")).isFalse();
                assertThat(track.path("is_playable").asBoolean()).isTrue();
            });
        }

        assertThat(counts).contains(0, 10).allMatch(count -> count <= 10);
    }

    @Test
    void relatedArtistsAreUpToTwentyOfTheSameTerm() throws Exception {
        var artist = catalogue.artists().get(1);

        var related = get("/artists/" + artist.id() + "/related-artists");

        assertThat(related.ids("/artists"))
                .hasSize(20)
                .doesNotContain(artist.id())
                .allMatch(id -> catalogue.artist(id).term().equals(artist.term()));
    }

    @Test
    void aNewerAppGetsLessDataAndRepeatedRequestsAreViolations() throws Exception {
        reopen(SpotifyServer.Options.NEWER_APP);
        var id = catalogue.artists().get(0).id();

        for (var closed : List.of(
                "/artists?ids=" + id,
                "/artists/" + id + "/top-tracks?market=US",
                "/artists/" + id + "/related-artists")) {
            assertThat(get(closed).status()).isEqualTo(403);
        }
        assertThat(get("/artists/" + id).json().has("followers")).isFalse();
        assertThat(get("/search?type=artist&q=rock").json().at("/artists/items"))
                .hasSize(5);
        assertThat(spotify.violations()).isEmpty();

        assertThat(get("/search?type=artist&q=rock&limit=11").status()).isEqualTo(400);
        assertThat(get("/artists/" + UNKNOWN + "/related-artists").status()).isEqualTo(403);
        assertThat(spotify.violations()).hasSize(2);
    }

    @Test
    void relatedArtistsCanBeDisabledForAnOlderApp() throws Exception {
        reopen(SpotifyServer.Options.OLDER_APP.withoutRelatedArtists());
        var artist = "/artists/" + catalogue.artists().get(0).id();

        assertThat(get(artist + "/related-artists").status()).isEqualTo(404);
        assertThat(get(artist + "/top-tracks?market=US").status()).isEqualTo(200);
    }

    @Test
    void someItemsCanBeNull() throws Exception {
        reopen(SpotifyServer.Options.OLDER_APP.withNullEvery(7));

        var items = get("/search?type=artist&q=rock&limit=50").json().at("/artists/items");

        assertThat(IntStream.range(0, 50).filter(place -> items.get(place).isNull()))
                .containsExactly(6, 13, 20, 27, 34, 41, 48);
    }

    @Test
    void aRateLimitedRequestGetsRetryAfter() throws Exception {
        spotify.limits().allowPerThirtySeconds(2);
        get("/artists/" + UNKNOWN);
        clock.advance(Duration.ofSeconds(10));
        get("/artists/" + UNKNOWN);

        var limited = get("/artists/" + UNKNOWN);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("20");
        clock.advance(Duration.ofSeconds(20));
        assertThat(get("/artists/" + UNKNOWN).status()).isEqualTo(404);
        assertThat(spotify.violations()).isEmpty();

        get("/artists/" + UNKNOWN);
        clock.advance(Duration.ofSeconds(3));
        get("/artists/" + UNKNOWN);
        assertThat(spotify.violations()).containsExactly("a request before Retry-After had passed");
    }

    @Test
    void anExceededQuotaHasAReasonAndAnOptionalRetryAfter() throws Exception {
        spotify.limits().allowInAll(1, null);
        assertThat(get("/artists/" + UNKNOWN).status()).isEqualTo(404);
        var spent = get("/artists/" + UNKNOWN);
        assertThat(spent.text("/error/reason")).isEqualTo("QUOTA_EXCEEDED");
        assertThat(spent.header("Retry-After")).isNull();

        spotify.limits().allowInAll(0, Duration.ofDays(1));
        assertThat(get("/artists/" + UNKNOWN).header("Retry-After")).isEqualTo("86400");
    }

    @Test
    void everyNthRequestCanBeRefused() throws Exception {
        spotify.faults().every(3, "/v1/artists/", 403, "{}");

        assertThat(List.of(status(), status(), status(), status(), status(), status()))
                .containsExactly(404, 404, 403, 404, 404, 403);
    }

    private int status() throws Exception {
        return get("/artists/" + UNKNOWN).status();
    }

    private void open(SpotifyServer.Options options) throws Exception {
        spotify = new SpotifyServer(catalogue, options, 0, clock);
        token = token("sandbox-secret").text("/access_token");
    }

    private void reopen(SpotifyServer.Options options) throws Exception {
        spotify.close();
        open(options);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private ApiResponse token(String secret) throws IOException, InterruptedException {
        var pair = Base64.getEncoder().encodeToString(("sandbox-client:" + secret).getBytes(StandardCharsets.UTF_8));
        return ApiResponse.to(HttpRequest.newBuilder(spotify.tokenUrl())
                .header("Authorization", "Basic " + pair)
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
    }

    private ApiResponse get(String path) throws IOException, InterruptedException {
        return ApiResponse.to(HttpRequest.newBuilder(URI.create(spotify.baseUrl() + path))
                .header("Authorization", "Bearer " + token));
    }
}
