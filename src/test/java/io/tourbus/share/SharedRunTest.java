package io.tourbus.share;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.state.Databases;
import io.tourbus.state.PostgresCluster;
import io.tourbus.state.State;
import io.tourbus.testing.LakeFiles;
import io.tourbus.testing.ReportRules;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose slices go through the queue in the database, although one process reads all of them. */
@ExtendWith(Databases.Extension.class)
class SharedRunTest {

    @TempDir
    private Path folder;

    private SandboxContext sandbox;
    private String url;

    @BeforeEach
    void open(Databases databases) throws IOException {
        url = databases.emptyPostgres();
        sandbox = new SandboxContext(folder, 20, 60, 3_000)
                .set("tourbus.state.url", url)
                .set("tourbus.state.user", PostgresCluster.USER)
                .set("tourbus.run.share-slices", "true");
    }

    @AfterEach
    void close() {
        sandbox.servers().ticketmaster().faults().release();
        sandbox.close();
    }

    @Test
    void slicesAreNarrowedAndSplitAsInOneProcess() throws Exception {
        RunReport report;
        try (var bus = sandbox.serve()) {
            report = ReportRules.check(bus.run("daily"));
        }
        assertThat(report.status()).as(report.json()).isEqualTo(Status.COMPLETE);
        assertThat(report.notes()).anyMatch(note -> note.startsWith("slices read by 1 process: "));
        assertThat(report.sum("delivered") + report.sum("embedded"))
                .isEqualTo(report.sum("lake_records"))
                .isEqualTo(report.sum("stream_records"));
        assertThat(report.sum("orphaned_keys")).isZero();
        var lake = new LakeFiles(folder.resolve("lake").resolve(SandboxServers.BUCKET));
        assertThat(lake.ids(report.runId()))
                .doesNotHaveDuplicates()
                .containsAll(sandbox.catalogue().concertRecordIds().toList())
                .containsAll(sandbox.catalogue().venueRecordIds().toList());
        assertThat(lake.records("normalized/artists").stream()
                        .filter(artist -> artist.path("source").asText().equals("ticketmaster"))
                        .map(artist -> artist.path("artist_id").asText()))
                .as("in the events of several slices")
                .isNotEmpty()
                .doesNotHaveDuplicates();
        var events = report.queries().stream()
                .filter(query -> query.query().equals("events US"))
                .findFirst()
                .orElseThrow();
        assertThat(events.unique()).as("more than the API returns for a query").isGreaterThan(1_193);
        try (var state = State.open(url, PostgresCluster.USER, "")) {
            assertThat(state.eventCounts().find("events US KZFzniwnSyZfZ7v7nJ").values().stream()
                            .mapToLong(Integer::longValue)
                            .sum())
                    .as("events by start, for the next run")
                    .isEqualTo(events.unique());
        }
    }

    @Test
    void aCancelledRunTakesItsSlicesBack() {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/venues");
        try (var bus = sandbox.serve()) {
            var run = CompletableFuture.supplyAsync(() -> bus.run("daily"));
            await().until(() -> faults.hanging() == 1);

            bus.runManager().orElseThrow().cancel(bus.activeRuns().get(0).runId(), "a test");
            faults.release();

            assertThat(run).succeedsWithin(60, SECONDS).satisfies(report -> {
                assertThat(report.status()).isEqualTo(Status.CANCELLED);
                assertThat(ReportRules.check(report).sum("skipped_slices")).isPositive();
            });
        }
    }
}
