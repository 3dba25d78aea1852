package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.TourbusContext;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.Program;
import io.tourbus.testing.Program.Ended;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands beside a process that serves and holds the embedded state. */
class BesideServeTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext serve;
    private static Map<String, String> settings;
    private static Path stateFolder;

    @BeforeAll
    static void open() throws IOException {
        sandbox = new SandboxContext(folder, 5, 20, 5);
        sandbox.set("tourbus.server.token", "a-token-of-the-tests");
        sandbox.set("tourbus.server.read-token", "a-token-for-reading");
        sandbox.set("tourbus.stream.max-attempts", "1");
        serve = sandbox.serve(FreePort.find());
        settings = new HashMap<>();
        sandbox.overrides().values().forEach((key, value) -> settings.put(String.valueOf(key), String.valueOf(value)));
        stateFolder = Path.of(settings.get("tourbus.state.folder"));
        await().until(() -> Files.exists(stateFolder.resolve("serve.json")));
    }

    @AfterAll
    static void close() {
        serve.close();
        sandbox.close();
        assertThat(stateFolder.resolve("serve.json")).doesNotExist();
    }

    @Test
    void aRunIsStartedListedReportedAndVerified() throws Exception {
        var run = tourbus("run", "venue-refresh", "--only", "ticketmaster", "--limit", "9", "--json");
        var report = MAPPER.readTree(run.out());
        var id = report.path("run_id").asText();

        assertThat(run.code()).as("%s", run).isEqualTo(3);
        assertThat(report.at("/sources").findValuesAsText("source")).containsOnly("ticketmaster");
        assertThat(report.at("/notes").toString()).contains("a sample: at most 9 entities", "spotify: skipped: --only");
        assertThat(tourbus("runs", "--job", "venue-refresh", "--status", "partial")
                        .out())
                .contains(id, " cli ", "--only ticketmaster --limit 9");
        assertThat(tourbus("runs", "--json", "--last", "1000").out().lines()).contains(report.toString());
        assertThat(tourbus("runs", "--since", "2100-01-01").out().lines()).hasSize(1);
        assertThat(tourbus("report", id).out())
                .startsWith("started at ")
                .contains(" by cli: --only ticketmaster --limit 9", "run %s: partial".formatted(id));
        assertThat(tourbus("report", id, "--json").out().strip()).isEqualTo(report.toString());
        assertThat(tourbus("verify", id).code()).isZero();
        assertThat(tourbus("run", "venue-refresh").code())
                .as("options apply to one run")
                .isZero();
    }

    @Test
    void aCheckFindsTheProcessThatServes() {
        assertThat(tourbus("check").out()).containsPattern("state +ok +in use by `tourbus serve`");
    }

    @Test
    void mistakesAreReportedInTheWordsOfTheUser() {
        assertThat(tourbus("report", "none").err())
                .contains("There is no run none. List the runs with `tourbus runs`.");
        assertThat(tourbus("cancel", "none").code()).isEqualTo(1);
        var date = tourbus("run", "daily", "--since", "yesterday");
        assertThat(date.code()).isEqualTo(2);
        assertThat(date.err()).contains("--since is not valid: 'yesterday'");
        var job = tourbus("run", "venue-refresh", "--since", "2026-12-01");
        assertThat(job.code()).isEqualTo(2);
        assertThat(job.err()).contains("--since has no effect on venue-refresh");
        var setting = tourbus("run", "daily", "--set", "tourbus.retry.attempts=7");
        assertThat(setting.code()).isEqualTo(2);
        assertThat(setting.err()).contains("--set tourbus.retry.attempts cannot change while `tourbus serve`");
        var sink = tourbus("redeliver", "--to", "kafka", "--run", "none");
        assertThat(sink.code()).isEqualTo(2);
        assertThat(sink.err()).contains("--to is not valid: 'kafka'. Use lake or stream.");
        var missing = tourbus("reprocess", "--run", "none");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none");
        assertThat(tourbus("resume").out()).contains("Nothing to resume.");
    }

    @Test
    void aRunIsCancelledAndAnotherOneOfItsJobMustWait() throws Exception {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.latency(Duration.ofSeconds(2));
        var running = CompletableFuture.supplyAsync(() -> tourbus("run", "hourly"));
        await().until(() -> !serve.runManager().orElseThrow().active().isEmpty());
        var id = serve.runManager().orElseThrow().active().get(0).runId();

        var second = tourbus("run", "hourly");
        assertThat(second.code()).isEqualTo(75);
        assertThat(second.err()).contains("hourly is running already", id);
        var cancelled = tourbus("cancel", id);
        faults.latency(Duration.ZERO);

        assertThat(cancelled.code()).as("%s", cancelled).isZero();
        assertThat(running.get().code()).as("%s", running.get()).isEqualTo(4);
        assertThat(tourbus("resume").code()).isZero();
        assertThat(tourbus("report", id).out()).contains("complete");
        var ended = tourbus("cancel", id);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("has ended already");
    }

    @Test
    void aRunIsResumedWithTheOptionsItWasStartedWith() throws Exception {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/venues");
        var running = CompletableFuture.supplyAsync(() -> tourbus("run", "venue-refresh", "--limit", "3"));
        await().until(() -> faults.hanging() == 1);
        var id = serve.runManager().orElseThrow().active().get(0).runId();
        tourbus("cancel", id);
        faults.release();
        assertThat(running.get().code()).as("%s", running.get()).isEqualTo(4);

        var changed = tourbus("resume", "--set", "tourbus.run.limit=4");
        assertThat(changed.code()).as("%s", changed).isEqualTo(1);
        assertThat(changed.err())
                .contains("Run %s is not resumed".formatted(id), "tourbus.run.limit was '3' and is '4'", "--limit 3");
        var refused = tourbus("resume", "--set", "tourbus.retry.attempts=7");
        assertThat(refused.err()).contains("--set tourbus.retry.attempts cannot change while `tourbus serve`");

        var resumed = tourbus("resume");
        assertThat(resumed.out()).as("%s", resumed).contains("run %s: partial".formatted(id));
        assertThat(tourbus("resume").out()).contains("Nothing to resume.");
    }

    @Test
    void recordsAreRebuiltAndSentAgain() {
        var id = MAPPER.convertValue(json(tourbus("run", "venue-refresh", "--full", "--json")), JsonNode.class)
                .path("run_id")
                .asText();

        assertThat(tourbus("reprocess", "--run", id).out()).startsWith("reprocessed run " + id);
        assertThat(tourbus("reprocess", "--day", "2001-01-01").code()).isEqualTo(1);
        assertThat(json(tourbus("redeliver", "--to", "stream", "--run", id, "--json"))
                        .path("records")
                        .asInt())
                .isEqualTo(20);
    }

    @Test
    void anInterruptCancelsARedelivery() throws Exception {
        var id = json(tourbus("run", "venue-refresh", "--full", "--json"))
                .path("run_id")
                .asText();
        var redeliver = new String[] {"redeliver", "--to", "stream", "--run", id};
        var sending = new CountDownLatch(1);
        var cancelled = new CompletableFuture<Void>();
        sandbox.servers().kinesis().refuse(key -> {
            sending.countDown();
            cancelled.join();
            return false;
        });
        var environment = Map.of("TOURBUS_STATE_FOLDER", stateFolder.toString());
        var process = TourbusProcess.startInterruptible(Path.of(""), folder, environment, redeliver);
        try {
            sending.await();
            process.interrupt();
            await().until(() -> lastTask().path("status").asText().equals("stopping"));
        } finally {
            cancelled.complete(null);
        }

        var ended = process.ended();
        assertThat(ended.code()).as("%s", ended).isEqualTo(4);
        assertThat(ended.out()).contains(id + " to the stream: 1 objects, ", "; cancelled, repeat the command");
        assertThat(tourbus(redeliver).out())
                .contains(" 20 records; 0 records not accepted")
                .doesNotContain("cancelled");
    }

    private static JsonNode lastTask() throws Exception {
        var content = MAPPER.readTree(stateFolder.resolve("serve.json").toFile());
        JsonNode last = MAPPER.createObjectNode();
        for (int id = 1; ; id++) {
            var request = HttpRequest.newBuilder(URI.create(
                            "%s/api/tasks/%d".formatted(content.path("address").asText(), id)))
                    .header("Authorization", "Bearer " + content.path("key").asText())
                    .build();
            var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (response.statusCode() == 404) {
                return last;
            }
            last = MAPPER.readTree(response.body());
        }
    }

    @Test
    void deadLettersAreListedShownReplayedAndDropped() {
        var two = sandbox.catalogue().venueRecordIds().limit(2).toList();
        sandbox.servers().kinesis().refuse(two::contains);
        assertThat(tourbus("run", "venue-refresh", "--full").code()).isEqualTo(3);
        sandbox.servers().kinesis().refuse(key -> false);

        var list = tourbus("dead-letters", "list");
        assertThat(list.out()).contains(two).contains("2 dead letters");
        var first = list.out().strip().split(" ")[0];
        assertThat(tourbus("dead-letters", "show", first).out()).contains("\"venue_id\"");
        assertThat(tourbus("dead-letters", "drop", first).out()).contains("1 dropped");
        var unknown = tourbus("dead-letters", "replay", first, "99");
        assertThat(unknown.code()).as("%s", unknown).isEqualTo(2);
        assertThat(unknown.err()).contains(first + ", 99. List the IDs with `tourbus dead-letters list`.");
        assertThat(tourbus("dead-letters", "replay", "--all").out()).contains("1 of 1 redelivered");
    }

    @Test
    void onlyTheKeyOpensTheAddressOfCommands() throws Exception {
        var file = stateFolder.resolve("serve.json");
        var content = MAPPER.readTree(file.toFile());
        var address = content.path("address").asText();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(status(address + "/api/runs")).isEqualTo(401);
        assertThat(status(address + "/api/runs", "")).isEqualTo(401);
        assertThat(status(address + "/api/runs", "Bearer a-token-of-the-tests")).isEqualTo(401);
        assertThat(status(address + "/", "Bearer " + content.path("key").asText()))
                .isEqualTo(401);
        assertThat(status(address + "/api/runs", "Bearer " + content.path("key").asText()))
                .isEqualTo(200);
        assertThat(status(
                        "http://127.0.0.1:%s/api/runs".formatted(settings.get("tourbus.server.port")),
                        "Bearer " + content.path("key").asText()))
                .as("the server of the page does not accept it")
                .isEqualTo(401);
    }

    private static int status(String address, String... authorization) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address)).method("GET", BodyPublishers.noBody());
        for (var value : authorization) {
            request.header("Authorization", value);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void optionsOverHttpAreNamedAsInJson() throws Exception {
        assertThat(post("/api/jobs/daily/runs", "{\"since\":\"yesterday\"}"))
                .contains("'since' is not valid: 'yesterday'");
        assertThat(post("/api/jobs/daily/runs", "{\"artists-file\":\"/etc/passwd\"}"))
                .contains("Unknown field: 'artists-file'");
        assertThat(post("/api/jobs/daily/runs?TourbusInitiator=cli", "{\"settings\":{\"tourbus.lake.bucket\":\"x\"}}"))
                .contains("Unknown field: 'settings'");
        assertThat(post("/api/jobs/backfill/runs", "{}")).contains("backfill requires 'since' and 'until'");
        assertThat(post("/api/dead-letters/drop", "{}")).contains("Set either 'ids'");
        assertThat(post("/api/runs/none/redeliver", "[1]")).contains("error");
    }

    private static String post(String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%s%s".formatted(settings.get("tourbus.server.port"), path)))
                .header("Authorization", "Bearer a-token-of-the-tests")
                .POST(BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        return response.body();
    }

    private static JsonNode json(Ended ended) {
        try {
            assertThat(ended.code()).as("%s", ended).isZero();
            return ended.json().get(0);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + ended, e);
        }
    }

    private static Ended tourbus(String... arguments) {
        return Program.run(settings, arguments);
    }
}
