package io.tourbus.share;

import static io.tourbus.sandbox.spotify.SpotifyServer.Options.NEWER_APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.Databases;
import io.tourbus.state.PostgresCluster;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.LakeFiles;
import io.tourbus.testing.ReportRules;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes read one run, whose slices they announce in a folder. The one that executes it and another one are killed, and
 * announcements get lost. The third one is the process of this test.
 */
@ExtendWith(Databases.Extension.class)
class KilledProcessesTest {

    private static final int PER_SECOND = 25;

    /** A process starts in a few seconds, but not beside other builds. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private final Catalogue catalogue =
            new Catalogue(new Catalogue.Size(7, 10, 60, 300, LocalDate.now(ZoneOffset.UTC)));
    private final List<TourbusProcess> processes = new ArrayList<>();
    private String url;

    @AfterEach
    void stop() throws InterruptedException {
        for (var process : processes) {
            process.kill();
        }
        System.getProperties().keySet().removeIf(name -> name.toString().startsWith("aws."));
    }

    @Test
    void nothingIsLostOrTwiceInTheLakeAndTheRateIsKept(Databases databases) throws Exception {
        var limits = new TicketmasterServer.Options("sandbox-key", 2 * PER_SECOND, 100_000);
        url = databases.emptyPostgres();
        Files.createDirectory(queue());
        Files.writeString(queue().resolve("foreign"), "of another program");
        Files.writeString(queue().resolve("unknown"), "{\"source\":\"ticketmaster\",\"slice_id\":4711}");
        try (var servers = new SandboxServers(catalogue, folder.resolve("lake"), 0, limits, NEWER_APP);
                var survivor = serve(servers)) {
            var first = FreePort.find();
            var owner = start(servers, first);
            var killed = start(servers, 0);
            await().atMost(PATIENCE).until(() -> serves(owner) && serves(killed));

            servers.ticketmaster().faults().hang(catalogue.countries().size(), "/venues");
            var response = send(request(first, "/api/jobs/daily/runs").POST(BodyPublishers.noBody()));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
            await().atMost(PATIENCE)
                    .until(() -> holds(owner.pid())
                            && holds(killed.pid())
                            && holds(ProcessHandle.current().pid()));
            assertThat(get(first, "/api/runs/%s/slices".formatted(text("SELECT run_id FROM runs"))))
                    .contains("\"process\":\"%d@".formatted(killed.pid()));
            killed.kill();
            expire("shared_slices", killed);
            servers.ticketmaster().faults().release();
            await().atMost(PATIENCE).until(() -> servers.ticketmaster().seen().size() >= 20);
            owner.kill();
            expire("shared_slices", owner);
            expire("run_locks", owner);
            survivor.run("daily");

            assertThat(count("runs WHERE ended_at IS NOT NULL")).isEqualTo(1);
            var report = RunReport.read(text("SELECT report FROM runs"));
            assertThat(report.status()).as(report.json()).isEqualTo(RunReport.Status.COMPLETE);
            ReportRules.check(report);
            assertThat(report.notes()).anyMatch(note -> note.startsWith("slices read by 1 process: "));
            var lake = new LakeFiles(folder.resolve("lake").resolve(SandboxServers.BUCKET));
            assertThat(lake.records("normalized/concerts").stream()
                            .map(record -> record.path("concert_id").asText()))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(
                            catalogue.concertRecordIds().toList());
            assertThat(lake.records("normalized/venues").stream()
                            .map(record -> record.path("venue_id").asText()))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(
                            catalogue.venueRecordIds().toList());
            assertThat(lake.records("normalized/artists").stream()
                            .map(record -> record.path("artist_id").asText()))
                    .containsAll(catalogue.artistRecordIds().toList())
                    .doesNotHaveDuplicates();
            assertThat(report.notes())
                    .as("found out by one process")
                    .doesNotHaveDuplicates()
                    .contains("spotify: top tracks are closed to this app (403 Forbidden)");
            assertThat(servers.ticketmaster().violations()).isEmpty();
            // Each process alone can send that many; a few arrive late on a busy machine.
            assertThat(servers.ticketmaster().arrivals().busiestSecond()).isLessThan(PER_SECOND * 3 / 2);
            assertThat(count("shared_slices") + count("shared_records")).isZero();
            assertThat(queue().resolve("foreign")).doesNotExist();
        }
    }

    private TourbusProcess start(SandboxServers servers, int port) throws Exception {
        Map<String, String> environment = new HashMap<>(servers.environment());
        settings(port)
                .forEach((key, value) ->
                        environment.put(key.toUpperCase().replace('.', '_').replace('-', '_'), value));
        var process = TourbusProcess.start(Path.of(""), folder, environment, "serve");
        processes.add(process);
        return process;
    }

    /** In the process of this test, whose AWS SDK reads system properties. */
    private TourbusContext serve(SandboxServers servers) throws IOException {
        servers.systemProperties().forEach(System::setProperty);
        Map<String, String> overrides = new HashMap<>(servers.overrides());
        overrides.putAll(settings(0));
        return TourbusContext.serving(Modules.STANDARD, SettingsOverrides.of(overrides), Clock.systemUTC())
                .start();
    }

    private Map<String, String> settings(int port) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("tourbus.server.enabled", String.valueOf(port > 0));
        settings.put("tourbus.server.port", String.valueOf(port));
        settings.put("tourbus.server.token", "a-token-of-this-test-only");
        settings.put("tourbus.management.enabled", "false");
        settings.put("tourbus.state.url", url);
        settings.put("tourbus.state.user", PostgresCluster.USER);
        settings.put(
                "tourbus.state.folder",
                Files.createTempDirectory(folder, "state").toString());
        settings.put("tourbus.run.share-slices", "true");
        settings.put(
                "tourbus.run.slice-queue",
                "file:%s?delete=true&readLock=rename&readLockLoggingLevel=OFF&tempPrefix=.".formatted(queue()));
        settings.put("tourbus.spotify.requests-per-minute", "6000");
        settings.put("tourbus.run.allow-empty", "true");
        settings.put("tourbus.jobs.hourly.paused", "true");
        settings.put("tourbus.ticketmaster.millis-per-request", String.valueOf(1_000 / PER_SECOND));
        settings.put("tourbus.ticketmaster.slices-at-once", "2");
        settings.put("tourbus.ticketmaster.max-slices-at-once", "2");
        settings.put("tourbus.ticketmaster.page-size", "20");
        return settings;
    }

    private Path queue() {
        return folder.resolve("queue");
    }

    private static boolean serves(TourbusProcess process) throws Exception {
        return process.err().contains("running all jobs on their schedules");
    }

    private static String get(int port, String path) throws Exception {
        return send(request(port, path)).body();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .header("Authorization", "Bearer a-token-of-this-test-only");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private boolean holds(long pid) throws SQLException {
        return count("shared_slices WHERE holder LIKE '%d@%%'".formatted(pid)) > 0;
    }

    /** As if the process had not renewed a lease for half a minute. */
    private void expire(String table, TourbusProcess process) throws SQLException {
        text(
                "UPDATE %s SET ends = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE holder LIKE '%%%d@%%' RETURNING 'expired'"
                        .formatted(table, process.pid()));
    }

    private long count(String from) throws SQLException {
        return Long.parseLong(text("SELECT COUNT(*) FROM " + from));
    }

    private String text(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, PostgresCluster.USER, "");
                var rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
