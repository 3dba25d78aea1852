package io.tourbus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.testing.Program;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contracts of a Tourbus that serves, and of the commands that read what it left. One application and three runs serve all
 * tests: the set-up collects, the tests compare.
 */
class ServedContractTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String[] MAPS = {"rejections", "repairs", "missing", "month"};

    @TempDir
    private static Path folder;

    private static ServedTourbus tourbus;
    private static final List<String> API = new ArrayList<>();
    private static final List<String> HEALTH = new ArrayList<>();
    private static final List<String> OPEN_API = new ArrayList<>();
    private static final List<String> METRICS = new ArrayList<>();
    private static final List<String> JMX = new ArrayList<>();
    private static final List<String> COMMAND_JSON = new ArrayList<>();
    private static final List<String> KEYS = new ArrayList<>();
    private static final List<String> MANIFEST = new ArrayList<>();
    private static final List<String> DATABASE = new ArrayList<>();
    private static final Map<String, Integer> CODES = new TreeMap<>();

    @BeforeAll
    static void collect() throws Exception {
        tourbus = new ServedTourbus(folder);
        tourbus.start();
        var daily = "";
        try {
            var stream = tourbus.firstEvent("/api/stream");
            watchARun();
            daily = tourbus.run("daily").path("run_id").asText();
            askForAll();
            event("/api/stream", stream);
            readOpenApi();
            HEALTH.addAll(Observed.health(tourbus));
            METRICS.addAll(Observed.metrics(tourbus.observe("/metrics").body()));
            JMX.addAll(Observed.mBeans("io.tourbus:*"));
            run("run daily, while serve holds the state", "run", "daily");
            KEYS.addAll(Stored.maskedKeys(tourbus.lake()));
            MANIFEST.addAll(Stored.manifest(tourbus.lake()));
            askForTheRest(daily);
        } finally {
            CODES.put("serve, stopped", tourbus.stop().code());
        }
        DATABASE.addAll(Stored.tables(tourbus.state()));
        printJson(daily);
        exit();
    }

    @AfterAll
    static void close() {
        tourbus.close();
    }

    private static void watchARun() throws Exception {
        var faults = tourbus.servers().ticketmaster().faults();
        faults.hang(1, "/venues");
        var started = tourbus.postAllowed("/api/jobs/venue-refresh/runs");
        called("POST /api/jobs/{job}/runs", started);
        called("POST /api/jobs/{job}/runs", tourbus.postAllowed("/api/jobs/venue-refresh/runs"));
        await().atMost(LONG)
                .until(() -> faults.hanging() == 1
                        && ServedTourbus.json(tourbus.get("/api/status"))
                                .path("level")
                                .asText()
                                .equals("ok"));
        event("/api/events", tourbus.firstEvent("/api/events"));
        var refused = new AtomicReference<String>();
        tourbus.servers().kinesis().refuse(key -> refused.compareAndSet(null, key) || key.equals(refused.get()));
        called("GET /api/runs/under-way", tourbus.get("/api/runs/under-way"));
        var run = ServedTourbus.json(started).path("address").asText();
        called("GET /api/runs/{run}, under way", tourbus.get(run));
        called("POST /api/runs/{run}/cancel", tourbus.postAllowed(run + "/cancel"));
        faults.release();
        await().atMost(LONG)
                .until(() -> ServedTourbus.json(tourbus.get(run)).path("report").isObject());
        called("GET /api/runs/{run}, ended", tourbus.get(run));
        called("POST /api/runs/{run}/cancel", tourbus.postAllowed("/api/runs/none/cancel"));
    }

    private static void askForAll() throws IOException {
        for (var path :
                List.of("/jobs", "/runs?job=daily&limit=1", "/completeness", "/dead-letters?limit=1", "/sources")) {
            called("GET /api" + path, tourbus.get("/api" + path));
        }
        called("GET /api/routes", tourbus.get("/api/routes"));
        called("GET /api/lake", tourbus.get("/api/lake"));
        var objects = tourbus.get("/api/lake?folder=raw/_runs/");
        called("GET /api/runs/{run}", tourbus.get("/api/runs/none"));
        called("GET /api/lake?folder=", objects);
        called("GET /api/lake/object", tourbus.get("/api/lake/object?key=none"));
        called(
                "GET /api/lake/object",
                tourbus.get("/api/lake/object?key=" + Stored.keyBelow(tourbus.lake(), "normalized/")));
        called("POST /api/jobs/{job}/runs", tourbus.postAllowed("/api/jobs/weekly/runs"));
        called("POST /api/jobs/{job}/pause", tourbus.post("/api/jobs/daily/pause"));
        called(
                "POST /api/jobs/{job}/pause",
                tourbus.post(
                        "/api/jobs/daily/pause",
                        "Authorization",
                        "Bearer " + ServedTourbus.TOKEN,
                        "Origin",
                        "http://other.example"));
        for (var path : List.of("/api/jobs/{job}/pause", "/api/jobs/{job}/resume")) {
            called("POST " + path, tourbus.postAllowed(path.replace("{job}", "daily")));
            called("POST " + path, tourbus.postAllowed(path.replace("{job}", "weekly")));
        }
        var route = ServedTourbus.json(tourbus.get("/api/routes")).at("/0/id").asText();
        for (var path : List.of("/api/routes/{route}/suspend", "/api/routes/{route}/resume")) {
            called("POST " + path, tourbus.postAllowed(path.replace("{route}", route)));
            called("POST " + path, tourbus.postAllowed(path.replace("{route}", "none")));
        }
        called("POST /api/dead-letters/replay", tourbus.postAllowed("/api/dead-letters/replay"));
    }

    /** What only the comparison with the OpenAPI document needs. */
    private static void askForTheRest(String daily) throws IOException {
        for (var path : List.of(
                "/status",
                "/reload",
                "/runs?status=complete&since=2020-01-01&reports=true",
                "/runs?status=none",
                "/runs/unfinished",
                "/runs/latest",
                "/runs/" + daily + "/objects",
                "/runs/" + daily + "/slices",
                "/runs/" + daily + "/log",
                "/records?entity=artists",
                "/warehouse",
                "/dead-letters",
                "/dead-letters/groups",
                "/dead-letters/x",
                "/tasks/none")) {
            tourbus.get("/api" + path);
        }
        var letter = ServedTourbus.json(tourbus.get("/api/dead-letters")).at("/letters/0/id");
        tourbus.get("/api/dead-letters/" + letter);
        tourbus.task("/api/dead-letters/redeliver", "{\"ids\":[%s]}".formatted(letter));
        tourbus.task("/api/runs/" + daily + "/reprocess", "{}");
        tourbus.postAllowed("/api/dead-letters/drop", "{\"all\":true}");
        tourbus.postAllowed("/api/tasks/1/cancel");
        tourbus.postAllowed("/api/tasks/none/cancel");
        tourbus.task("/api/runs/" + daily + "/redeliver", "{\"to\":\"stream\"}");
        tourbus.task("/api/runs/none/reprocess", "{}");
        tourbus.task("/api/lake/runs", "{\"day\":\"2026-11-23\"}");
        tourbus.postAllowed("/api/lake/runs", "{\"day\":\"today\"}");
        // The stream refuses the same record again.
        tourbus.run("venue-refresh", "{\"full\":true}");
    }

    private static void called(String call, HttpResponse<String> response) throws IOException {
        API.addAll(new Shape(MAPS).add(ServedTourbus.json(response)).lines(call + " " + response.statusCode()));
    }

    private static void event(String path, CompletableFuture<List<String>> event) throws Exception {
        for (var line : event.get(60, TimeUnit.SECONDS)) {
            if (line.startsWith("data:")) {
                var data = MAPPER.readTree(line.substring("data:".length()));
                tourbus.schemas().check("GET", path, 200, data.toString());
                API.addAll(new Shape(MAPS).add(data).lines("event of GET " + path));
            } else {
                API.add("event of GET " + path + " " + line);
            }
        }
    }

    private static void readOpenApi() throws IOException {
        var document = ServedTourbus.json(tourbus.get("/openapi.json"));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    var call = method.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey();
                    method.getValue()
                            .path("parameters")
                            .forEach(parameter -> OPEN_API.add("%s parameter %s in %s type %s required %s"
                                    .formatted(
                                            call,
                                            parameter.path("name").asText(),
                                            parameter.path("in").asText(),
                                            parameter.at("/schema/type").asText(),
                                            parameter.path("required").asBoolean())));
                    method.getValue()
                            .path("responses")
                            .fieldNames()
                            .forEachRemaining(code -> OPEN_API.add(call + " " + code));
                }));
    }

    /** @param daily the id of the daily run */
    private static void printJson(String daily) throws IOException {
        for (var arguments : List.of(
                List.of("report", daily, "--json"),
                List.of("dead-letters", "list", "--json"),
                List.of("verify", "--json"),
                List.of("plan", "daily", "--json"),
                List.of("check", "--json"),
                List.of("config", "show", "--json"),
                List.of("run", "venue-refresh", "--json"))) {
            var ended = run(String.join(" ", arguments).replace(daily, "RUN_ID"), arguments.toArray(String[]::new));
            print(arguments.get(0), ended);
        }
    }

    private static void print(String command, Program.Ended ended) throws IOException {
        assertThat(ended.out()).as("%s: %s", command, ended.err()).isNotBlank();
        var shape = new Shape(MAPS);
        ended.json().forEach(shape::add);
        COMMAND_JSON.addAll(shape.lines(command + " --json"));
    }

    private static void exit() throws IOException {
        run("run weekly, no such job", "run", "weekly");
        run("nonsense, no such command", "nonsense");
        run("report none, no such run", "report", "none");
        run("dead-letters show 999, no such dead letter", "dead-letters", "show", "999");
        run("run daily, a setting is out of range", "run", "daily", "--set=tourbus.retry.attempts=-1");
        run("check, a setting is unknown", "check", "--set=tourbus.nonsense=1");
        run("dead-letters drop --all", "dead-letters", "drop", "--all");
        var object = tourbus.lake().resolve(Stored.keyBelow(tourbus.lake(), "normalized/venues"));
        Files.delete(object);
        run(
                "verify, an object is missing",
                "verify",
                object.getFileName().toString().replaceAll("_.*", ""));
        var faults = tourbus.servers().ticketmaster().faults();
        faults.answer(1, "/venues", 404, "{}");
        run("run venue-refresh, some requests fail", "run", "venue-refresh");
        faults.answer(1_000, "/venues", 404, "{}");
        run("run venue-refresh, all requests fail", "run", "venue-refresh");
        print("runs", run("runs --json", "runs", "--json"));
    }

    private static Program.Ended run(String title, String... arguments) {
        var ended = Program.run(tourbus.settings(), arguments);
        CODES.put(title, ended.code());
        return ended;
    }

    @Test
    void theApiHasTheSameResponses() throws IOException {
        Golden.check("api", API);
    }

    @Test
    void theApiDocumentsTheSameCalls() throws IOException {
        Golden.check("openapi", OPEN_API);
    }

    @Test
    void responsesHaveTheDocumentedSchemas() {
        assertThat(tourbus.schemas().differences()).isEmpty();
        assertThat(tourbus.schemas().missing()).isEmpty();
    }

    @Test
    void healthHasTheSameChecks() throws IOException {
        Golden.check("health", HEALTH);
    }

    @Test
    void metricsHaveTheSameNamesTypesAndLabels() throws IOException {
        Golden.check("metrics", METRICS);
    }

    @Test
    void mBeansHaveTheSameNamesAttributesAndOperations() throws IOException {
        Golden.check("jmx", JMX);
    }

    @Test
    void commandsPrintTheSameJson() throws IOException {
        Golden.check("command-json", COMMAND_JSON);
    }

    @Test
    void runsWriteTheSameObjectKeys() throws IOException {
        Golden.check("object-keys", KEYS);
    }

    @Test
    void manifestsHaveTheSameStructure() throws IOException {
        Golden.check("manifest", MANIFEST);
    }

    @Test
    void theDatabaseHasTheSameTables() throws IOException {
        Golden.check("database", DATABASE);
    }

    @Test
    void commandsEndWithTheSameExitCodes() throws IOException {
        Golden.check(
                "exit-codes",
                CODES.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
    }
}
