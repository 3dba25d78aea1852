package io.tourbus.faults;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static io.tourbus.run.RunReport.Status.FAILED;
import static io.tourbus.run.RunReport.Status.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.run.RunReport;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs against the sandbox with failing APIs and sinks. */
class FaultsTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 120, 60, 60);
    }

    @Test
    void retriesOfServerErrorsCountAsRequests() throws IOException {
        sandbox.servers().ticketmaster().faults().answer(3, "/venues", 503, "{}");

        var report = sandbox.set("tourbus.ticketmaster.slices-at-once", "1").run("venue-refresh");

        assertEverythingLanded(report, 0, 60, 0);
        assertThat(report.sum("requests")).isEqualTo(report.sum("pages") + 3);
        assertThat(report.sum("answers")).isEqualTo(report.sum("requests") - 3);
    }

    @Test
    void aSourceThatStaysDownIsStoppedAndTheOtherContinues() {
        sandbox.servers().ticketmaster().faults().answer(10_000, "/discovery", 500, "{}");

        var report = sandbox.set("tourbus.retry.attempts", "1").run("daily");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.notes())
                .anyMatch(note -> note.contains("stopped calling this source after 3 failed slices in a row"));
        assertThat(report.lines().get(0).count("lake_records")).isEqualTo(120);
        assertThat(report.queries())
                .filteredOn(query -> query.entity().equals("events"))
                .isNotEmpty()
                .noneMatch(query -> query.complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "truncated", "cut", "empty list", "no content", "hanging"})
    void anInvalidResponseIsRetriedAndNeverCountsAsEmpty(String how) throws IOException {
        var faults = sandbox.servers().ticketmaster().faults();
        switch (how) {
            case "page" -> faults.page(2, "/venues");
            case "truncated" -> faults.truncate(2, "/venues");
            case "cut" -> faults.cut(2, "/venues");
            case "empty list" -> faults.answer(2, "/venues", 200, "[]");
            case "no content" -> faults.answer(2, "/venues", 202, "");
            default -> faults.hang(1, "/venues");
        }

        var report = sandbox.set("tourbus.http.response-timeout-millis", "1000").run("venue-refresh");

        assertEverythingLanded(report, 0, 60, 0);
    }

    @Test
    void aTokenThatIsRevokedIsFetchedAgainOnce() throws IOException {
        sandbox.servers()
                .spotify()
                .faults()
                .answer(1, "/v1/search", 401, "{\"error\":{\"status\":401,\"message\":\"x\"}}");

        assertEverythingLanded(sandbox.run("artist-refresh"), 120, 0, 0);
        assertThat(sandbox.servers().spotify().grants()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsRevokedAfterAnotherFailureIsFetchedAgainAsWell() throws IOException {
        var faults = sandbox.servers().spotify().faults();
        faults.answer(1, "/v1/search", 503, "{}");
        faults.answer(1, "/v1/search", 401, "{\"error\":{\"status\":401,\"message\":\"The access token expired\"}}");

        var report = sandbox.set("tourbus.spotify.slices-at-once", "1").run("artist-refresh");

        assertEverythingLanded(report, 120, 0, 0);
    }

    @Test
    void aPageThatAlwaysFailsIsSkippedAndReportedWithNumbers() throws IOException {
        sandbox.close();
        sandbox = new SandboxContext(folder, 900, 20, 20);
        sandbox.servers().spotify().faults().answer(10_000, "offset=50&q=rock&", 500, "{}");

        var report = sandbox.set("tourbus.retry.attempts", "1").run("artist-refresh");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.sum("missing")).isBetween(48L, 52L);
        assertThat(report.sum("failed_slices")).isZero();
        assertThat(report.queries().stream()
                        .filter(query -> !query.complete())
                        .flatMap(query -> query.missing().values().stream()))
                .singleElement()
                .asString()
                .contains(" not returned: Spotify returned 500 for /search?limit=50&offset=50&q=rock");
    }

    @Test
    void entitiesThatWereNotRequestedFromABlockedSourceAreMissing() {
        assertThat(sandbox.run("venue-refresh").status()).isEqualTo(COMPLETE);
        sandbox.servers().ticketmaster().faults().answer(10_000, "/discovery", 429, "{}", "Retry-After", "100000");

        assertThat(sandbox.run("venue-refresh").sum("missing"))
                .as("blocked by the first response")
                .isEqualTo(60);
        assertThat(sandbox.run("venue-refresh").sum("missing"))
                .as("blocked from the start")
                .isEqualTo(60);
    }

    @Test
    void tokensThatAreAlwaysRefusedEndTheSource() {
        sandbox.servers()
                .spotify()
                .faults()
                .answer(10_000, "/v1/search", 401, "{\"error\":{\"status\":401,\"message\":\"x\"}}");

        var report = sandbox.run("artist-refresh");

        assertThat(report.status()).isEqualTo(FAILED);
        assertThat(report.notes()).anyMatch(note -> note.contains("tourbus.spotify.client-id"));
        assertThat(report.sum("requests")).isLessThanOrEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out of order", "hanging"})
    void aTokenEndpointThatStaysDownEndsSpotifyAndTheOtherSourceContinues(String how) throws IOException {
        var faults = sandbox.servers().spotify().faults();
        if (how.equals("hanging")) {
            faults.hang(10_000, "/token");
        } else {
            faults.answer(10_000, "/token", 500, "{}");
        }

        var report = sandbox.set("tourbus.retry.attempts", "1")
                .set("tourbus.http.response-timeout-millis", "300")
                .run("daily");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.notes())
                .anyMatch(note -> note.startsWith("spotify: failed: ") && note.contains("token"))
                .noneMatch(note -> note.contains("Exchange["))
                .contains("spotify: stopped calling this source after 3 failed slices in a row");
        assertThat(ticketmasterRecords(report)).isEqualTo(120);
        assertThat(sandbox.spotifyRequests("/v1")).isEmpty();
        assertThat(report.durationMillis()).isLessThan(30_000);

        faults.release();
        faults.clear();
        sandbox.set("tourbus.http.response-timeout-millis", "30000");
        assertThat(sandbox.run("daily").status()).isEqualTo(COMPLETE);
        assertThat(sandbox.streamed())
                .containsAll(sandbox.catalogue().artistRecordIds().toList());
    }

    @Test
    void aTokenEndpointThatIsDownForAWhileOnlyDelaysTheRun() throws IOException {
        var faults = sandbox.servers().spotify().faults();
        faults.answer(2, "/token", 503, "{}");
        faults.cut(1, "/token");

        var report = sandbox.set("tourbus.spotify.slices-at-once", "1").run("artist-refresh");

        assertEverythingLanded(report, 120, 0, 0);
        assertThat(sandbox.spotifyRequests("/token")).hasSize(4);
    }

    @Test
    void wrongCredentialsNameTheVariableAndTheOtherSourceContinues() {
        var report =
                sandbox.set("tourbus.spotify.client-secret", "wrong-secret").run("daily");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.notes())
                .anyMatch(note -> note.contains("invalid_client") && note.contains("tourbus.spotify.client-secret"))
                .noneMatch(note -> note.contains("wrong-secret"));
        assertThat(ticketmasterRecords(report)).isEqualTo(120);
    }

    @Test
    void aWrongKeyIsNotShownButItsVariableIs() {
        var report = sandbox.set("tourbus.ticketmaster.api-key", "wrong-key").run("venue-refresh");

        assertThat(report.status()).isEqualTo(FAILED);
        assertThat(report.notes())
                .anyMatch(note -> note.contains("tourbus.ticketmaster.api-key (set by this command)"))
                .noneMatch(note -> note.contains("wrong-key"));
    }

    @Test
    void aKeyInAResponseIsNotShown() {
        sandbox.servers().ticketmaster().faults().answer(100, "/venues", 200, "{\"oops\": \"sandbox-key\"}");

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).isEqualTo(FAILED);
        assertThat(report.notes())
                .anyMatch(note -> note.contains("oops"))
                .noneMatch(note -> note.contains("sandbox-key"));
    }

    @Test
    void theReportNamesASourceThatIsNotConfigured() throws IOException {
        sandbox.close();
        // Each country has events, so that no other note is expected.
        sandbox = new SandboxContext(folder, 10, 60, 200);

        var report = sandbox.set("tourbus.spotify.client-id", "")
                .set("tourbus.spotify.client-secret", "")
                .run("daily");

        assertThat(report.status()).isEqualTo(COMPLETE);
        assertThat(report.notes())
                .containsExactly("spotify: skipped: API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET are not set");
        assertThat(ticketmasterRecords(report)).isEqualTo(260);
    }

    @Test
    void aRecordThatStaysRefusedIsReportedAndTheOthersAreSent() {
        var refused = sandbox.catalogue().venueRecordIds().findFirst().orElseThrow();
        sandbox.servers().kinesis().refuse(refused::equals);

        var report = sandbox.set("tourbus.stream.max-attempts", "2").run("venue-refresh");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.sum("stream_records")).isEqualTo(59);
        assertThat(report.sum("dead_letters")).isEqualTo(1);
        assertThat(report.sum("failed_slices")).isZero();
        assertThat(report.notes())
                .anyMatch(note -> note.endsWith("did not accept records: ProvisionedThroughputExceededException"));
        assertThat(sandbox.servers().kinesis().records(SandboxServers.STREAM)).hasSize(59);
    }

    @Test
    void recordsRefusedForAWhileAllArriveOnce() throws IOException {
        var random = new Random(3);
        sandbox.servers().kinesis().refuse(key -> random.nextInt(100) < 30);

        var report = sandbox.set("tourbus.stream.max-attempts", "30").run("venue-refresh");

        assertEverythingLanded(report, 0, 60, 0);
    }

    @Test
    void aCountryWithMoreVenuesThanTheApiReturnsIsSplitByStateAndLocation() throws IOException {
        sandbox.close();
        sandbox = new SandboxContext(folder, 10, 2_500, 0);

        var report = sandbox.set("tourbus.ticketmaster.states", "").run("venue-refresh");

        assertEverythingLanded(report, 0, 2_500, 0);
        assertThat(sandbox.servers().ticketmaster().violations()).isEmpty();
    }

    @Test
    void aSecondRunWritesOtherObjects() throws IOException {
        sandbox.run("venue-refresh");
        var once = sandbox.keys();

        sandbox.run("venue-refresh");

        assertThat(sandbox.keys()).hasSize(2 * once.size()).containsAll(once);
    }

    @Test
    void latencyOfTheSourceDoesNotAddUpAcrossItsSlices() {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(4, "/venues");
        sandbox.set("tourbus.ticketmaster.slices-at-once", "4");

        var run = CompletableFuture.supplyAsync(() -> sandbox.run("venue-refresh"));

        await().atMost(Duration.ofMinutes(1)).until(() -> faults.hanging() == 4);
        faults.release();
        assertThat(run)
                .succeedsWithin(Duration.ofMinutes(1))
                .extracting(RunReport::status)
                .isEqualTo(COMPLETE);
    }

    private void assertEverythingLanded(RunReport report, int artists, int venues, int concerts) throws IOException {
        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        assertThat(List.of(
                        sandbox.lines("normalized/artists").size(),
                        sandbox.lines("normalized/venues").size(),
                        sandbox.lines("normalized/concerts").size()))
                .containsExactly(artists, venues, concerts);
        assertThat(sandbox.servers().kinesis().records(SandboxServers.STREAM)).hasSize(artists + venues + concerts);
    }

    private static long ticketmasterRecords(RunReport report) {
        return report.lines().stream()
                .filter(line ->
                        line.source().equals("ticketmaster") && !line.entity().equals("artists"))
                .mapToLong(line -> line.count("lake_records"))
                .sum();
    }
}
