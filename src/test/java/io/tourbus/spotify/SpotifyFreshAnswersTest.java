package io.tourbus.spotify;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.testing.ReportRules;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts the requests for top tracks and related artists of several runs. */
class SpotifyFreshAnswersTest extends SandboxTest {

    private static final int ARTISTS = 60;
    private static final String SEARCH = "/search";

    private TourbusContext tourbus;
    private Duration later = Duration.ZERO;
    private int requests;

    @BeforeEach
    void start() throws IOException {
        sandbox = new SandboxContext(folder, 2 * ARTISTS, 1, 0);
        InstantSource time = () -> Instant.now().plus(later);
        tourbus = sandbox.clock(time.withZone(ZoneOffset.UTC))
                .set("tourbus.run.only", "spotify")
                .set("tourbus.spotify.search-terms", "rock")
                .set("tourbus.spotify.artist-ids", String.join(",", followed()))
                .set("tourbus.spotify.refresh-days", "7")
                .start();
    }

    @AfterEach
    void stop() {
        tourbus.close();
    }

    @Test
    void answersAreRequestedAgainOnceTheyAreDue() {
        run();
        assertThat(requested()).isEqualTo(2 * ARTISTS);

        var report = run();

        assertThat(requested()).isZero();
        assertThat(report.notes())
                .contains(
                        "spotify: requests skipped, because their answers are fresh: top tracks 60, related artists 60"
                                + " (tourbus.spotify.refresh-days)");
        assertThat(report.queries())
                .filteredOn(query -> query.fresh() > 0)
                .extracting(QueryLine::query, QueryLine::fresh, QueryLine::complete)
                .containsExactlyInAnyOrder(tuple("top tracks", ARTISTS, true), tuple("related artists", ARTISTS, true));
        assertThat(report.sum("missing") + report.sum("vanished") + report.sum("orphaned_keys"))
                .isZero();

        var first = requestedAfter(3);
        var second = requestedAfter(4);

        assertThat(first).isBetween(1, 2 * ARTISTS - 1);
        assertThat(first + second).as("each once in 7 days").isEqualTo(2 * ARTISTS);

        sandbox.servers().kinesis().deleteStream(SandboxServers.STREAM);
        sandbox.servers().kinesis().createStream(SandboxServers.STREAM, 1);
        run();
        assertThat(requested()).as("for a destination without records").isEqualTo(2 * ARTISTS);
    }

    @Test
    void anAnswerIsFreshOnlyIfItsSliceWasDelivered() {
        sandbox.servers().spotify().faults().hang(1, "/related-artists");
        var suspended = CompletableFuture.supplyAsync(() -> tourbus.run("daily"));
        await().until(() -> sandbox.servers().spotify().faults().hanging() == 1
                && sandbox.spotifyRequests("/top-tracks").size() == ARTISTS);
        tourbus.runManager().orElseThrow().suspend("test");
        sandbox.servers().spotify().faults().release();
        assertThat(suspended.join().status()).isNotEqualTo(COMPLETE);
        requested();
        tourbus.runManager().orElseThrow().allowRuns();
        sandbox.servers().spotify().faults().answer(1_000, "/related-artists", 500, "{}");

        assertThat(tourbus.run("daily").status()).isNotEqualTo(COMPLETE);

        sandbox.servers().spotify().faults().clear();
        requested();
        var resumed = run();
        assertThat(requested()).as("the second slice of related artists").isEqualTo(ARTISTS - 50);
        assertThat(resumed.sum("missing") + resumed.sum("orphaned_keys")).isZero();
    }

    @Test
    void anAnswerThatWasNotDeliveredIsDue() throws IOException {
        run();
        later = Duration.ofDays(7);
        sandbox.servers().spotify().faults().hang(1, "/top-tracks");
        var failing = CompletableFuture.supplyAsync(() -> tourbus.run("daily"));
        await().until(() -> sandbox.servers().spotify().faults().hanging() == 1);
        var bucket = sandbox.file("");
        var away = bucket.resolveSibling("away");
        Files.move(bucket, away);
        sandbox.servers().spotify().faults().release();
        assertThat(failing.join().sum("failed_slices")).isPositive();
        Files.move(away, bucket);
        var known = sandbox.spotifyRequests("/top-tracks").size();

        run();

        assertThat(sandbox.spotifyRequests("/top-tracks")).hasSize(known + ARTISTS);
    }

    @Test
    void artistsThatAreMissingInASearchHaveNotVanishedIfOthersAreRelatedToThem() throws IOException {
        find(followed().get(0));
        run();
        var related = sandbox.records("normalized/artists").stream()
                .map(artist -> artist.path("spotify_id").asText())
                .filter(id -> !followed().contains(id))
                .findFirst()
                .orElseThrow();
        var gone = "0000000000000000000001";
        find(related, gone);
        run();
        find(followed().get(0));

        var report = run();

        assertThat(report.queries()).anyMatch(query -> query.fresh() > 0);
        assertThat(report.sum("vanished")).as("only %s", gone).isEqualTo(1);
    }

    private void find(String... ids) {
        var artists = Stream.of(ids)
                .map("{\"id\":\"%s\",\"type\":\"artist\",\"name\":\"A\"}"::formatted)
                .toList();
        var page = "{\"artists\":{\"items\":%s,\"total\":%d,\"next\":null}}".formatted(artists, artists.size());
        sandbox.servers().spotify().faults().answer(1, SEARCH, 200, page);
    }

    private int requestedAfter(int days) {
        later = later.plusDays(days);
        run();
        return requested();
    }

    /** The requests about one artist since the last call. */
    private int requested() {
        var all = Stream.of("/top-tracks", "/related-artists")
                .mapToInt(path -> sandbox.spotifyRequests(path).size())
                .sum();
        var added = all - requests;
        requests = all;
        return added;
    }

    private List<String> followed() {
        return sandbox.catalogue()
                .artistRecordIds()
                .limit(ARTISTS)
                .map(id -> id.substring("spotify_".length()))
                .toList();
    }

    private RunReport run() {
        var report = ReportRules.check(tourbus.run("daily"));
        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        return report;
    }
}
