package io.tourbus.share;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport.Status;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.state.Databases;
import io.tourbus.state.PostgresCluster;
import io.tourbus.state.State;
import io.tourbus.testing.LakeFiles;
import io.tourbus.testing.ReportRules;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose slices go through the queue in the database, although one process reads all of them. */
@ExtendWith(Databases.Extension.class)
class SharedRunTest {

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext tourbus;
    private static String url;
    private static Catalogue.Artist named;

    @BeforeAll
    static void open(Databases databases) throws IOException {
        url = databases.emptyPostgres();
        sandbox = new SandboxContext(folder, 20, 60, 3_000)
                .set("tourbus.state.url", url)
                .set("tourbus.state.user", PostgresCluster.USER)
                .set("tourbus.management.enabled", "false")
                .set("tourbus.run.share-slices", "true")
                .set("tourbus.spotify.refresh-days", "7");
        named = sandbox.catalogue().artists().stream()
                .filter(artist -> artist.link() == null)
                .findFirst()
                .orElseThrow();
        sandbox.set("tourbus.spotify.artist-names", named.name());
        tourbus = sandbox.serve();
    }

    @AfterAll
    static void close() {
        sandbox.servers().ticketmaster().faults().release();
        tourbus.close();
        sandbox.close();
    }

    @Test
    void slicesAreNarrowedAndSplitAsInOneProcess() throws Exception {
        var report = ReportRules.check(tourbus.run("daily"));

        assertThat(report.status()).as(report.json()).isEqualTo(Status.COMPLETE);
        assertThat(report.notes()).anyMatch(note -> note.startsWith("slices read by 1 process: "));
        assertThat(report.sum("delivered") + report.sum("embedded")).isEqualTo(report.sum("stream_records"));
        assertThat(report.sum("stream_records") + report.sum("unchanged")).isEqualTo(report.sum("lake_records"));
        assertThat(report.sum("orphaned_keys")).isZero();
        var lake = new LakeFiles(folder.resolve("lake").resolve(SandboxServers.BUCKET));
        assertThat(lake.ids(report.runId()))
                .doesNotHaveDuplicates()
                .containsAll(sandbox.catalogue().concertRecordIds().toList())
                .containsAll(sandbox.catalogue().venueRecordIds().toList());
        assertThat(lake.records("normalized/artists").stream()
                        .filter(artist -> artist.path("run_id").asText().equals(report.runId()))
                        .filter(artist -> artist.path("source").asText().equals("ticketmaster"))
                        .map(artist -> artist.path("artist_id").asText()))
                .as("in the events of several slices")
                .doesNotHaveDuplicates();
        var events = report.queries().stream()
                .filter(query -> query.query().equals("events US"))
                .findFirst()
                .orElseThrow();
        assertThat(events.unique()).as("more than the API returns for a query").isGreaterThan(1_193);
        assertThat(lake.records("normalized/tracks").stream()
                        .map(track -> track.path("artist_id").asText()))
                .as("top tracks of an artist that is found by name")
                .contains("spotify_" + named.id());
        assertThat(report.queries())
                .filteredOn(query -> query.entity().equals("artists"))
                .isNotEmpty()
                .allSatisfy(query -> assertThat(query.missing()).isEmpty());
        try (var state = State.open(url, PostgresCluster.USER, "")) {
            assertThat(state.eventCounts().find("events US KZFzniwnSyZfZ7v7nJ").values().stream()
                            .mapToLong(Integer::longValue)
                            .sum())
                    .as("events by start, for the next run")
                    .isEqualTo(events.unique());
            assertThat(state.artists().ids("configured")).contains(named.id());
            assertThat(state.artists().answers("spotify-top-tracks US"))
                    .as("fresh answers, for the next run")
                    .anyMatch(answer -> answer.artistId().equals(named.id()));
        }
    }

    @Test
    void aCancelledRunTakesItsSlicesBack() {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/venues");
        var run = CompletableFuture.supplyAsync(() -> tourbus.run("daily"));
        await().until(() -> faults.hanging() == 1);

        var runs = tourbus.runManager().orElseThrow();
        runs.cancel(runs.active().get(0).runId(), "a test");
        faults.release();

        assertThat(run).succeedsWithin(60, SECONDS).satisfies(report -> {
            assertThat(report.status()).isEqualTo(Status.CANCELLED);
            assertThat(ReportRules.check(report).sum("skipped_slices")).isPositive();
        });
    }
}
