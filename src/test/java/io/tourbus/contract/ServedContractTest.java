package io.tourbus.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.management.MBeanFeatureInfo;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contracts of a Tourbus that serves, and of the commands that read what it left. One application and three runs serve all
 * tests: the set-up collects, the tests compare.
 */
class ServedContractTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String[] MAPS = {"rejections", "missing", "month"};
    private static final Pattern SAMPLE = Pattern.compile("(tourbus_\\w+?)(?:\\{(.*)})? \\S+(?: # .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    @TempDir
    private static Path folder;

    private static ServedTourbus tourbus;
    private static final List<String> API = new ArrayList<>();
    private static final List<String> MANAGEMENT = new ArrayList<>();
    private static final List<String> OPEN_API = new ArrayList<>();
    private static final List<String> METRICS = new ArrayList<>();
    private static final List<String> JMX = new ArrayList<>();
    private static final Map<String, Integer> CODES = new TreeMap<>();

    @BeforeAll
    static void serve() throws Exception {
        tourbus = new ServedTourbus(folder);
        tourbus.start();
        try {
            var refused = tourbus.catalogue().venueRecordIds().findFirst().orElseThrow();
            tourbus.servers().kinesis().refuse(refused::equals);
            var stream = tourbus.firstEvent("/api/stream");
            watchARun();
            tourbus.run("daily");
            askForAll();
            event("/api/stream", stream);
            readOpenApi();
            observe();
            describeMBeans();
            CODES.put("run daily, while serve holds the state", code("run", "daily"));
        } finally {
            CODES.put("serve, stopped", tourbus.stop().code());
        }
    }

    @AfterAll
    static void close() {
        tourbus.close();
    }

    private static void watchARun() throws Exception {
        var faults = tourbus.servers().ticketmaster().faults();
        faults.latency(Duration.ofMillis(500));
        var started = tourbus.postAllowed("/api/jobs/venue-refresh/runs");
        called("POST /api/jobs/{job}/runs", started);
        called("POST /api/jobs/{job}/runs", tourbus.postAllowed("/api/jobs/venue-refresh/runs"));
        await().until(() -> ServedTourbus.json(tourbus.get("/api/runs/under-way"))
                .at("/0/sources/0")
                .isObject());
        event("/api/events", tourbus.firstEvent("/api/events"));
        called("GET /api/runs/under-way", tourbus.get("/api/runs/under-way"));
        var run = ServedTourbus.json(started).path("address").asText();
        called("GET /api/runs/{run}, under way", tourbus.get(run));
        faults.clear();
        await().until(() -> ServedTourbus.json(tourbus.get(run)).path("report").isObject());
        called("GET /api/runs/{run}, ended", tourbus.get(run));
    }

    private static void askForAll() throws IOException {
        for (var path :
                List.of("/jobs", "/runs?job=daily&limit=1", "/completeness", "/dead-letters?limit=1", "/sources")) {
            called("GET /api" + path, tourbus.get("/api" + path));
        }
        called("GET /api/routes", tourbus.get("/api/routes"));
        called("GET /api/lake", tourbus.get("/api/lake"));
        var objects = tourbus.get("/api/lake?folder=manifests/");
        called("GET /api/runs/{run}", tourbus.get("/api/runs/none"));
        called("GET /api/lake?folder=", objects);
        called("GET /api/lake/object", tourbus.get("/api/lake/object?key=none"));
        called("GET /api/lake/object", tourbus.get("/api/lake/object?key=" + someKey("normalized/")));
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

    private static void called(String call, HttpResponse<String> response) throws IOException {
        API.addAll(new Shape(MAPS).add(ServedTourbus.json(response)).lines(call + " " + response.statusCode()));
    }

    private static void event(String path, CompletableFuture<List<String>> event) throws Exception {
        for (var line : event.get(20, TimeUnit.SECONDS)) {
            if (line.startsWith("data:")) {
                var data = MAPPER.readTree(line.substring("data:".length()));
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

    private static void observe() throws IOException {
        for (var path : List.of("/health", "/health/live", "/health/ready")) {
            var response = tourbus.observe(path + "?data=true");
            MANAGEMENT.add("GET /observe%s %d".formatted(path, response.statusCode()));
            var body = ServedTourbus.json(response);
            body.fieldNames().forEachRemaining(name -> MANAGEMENT.add("GET /observe%s $.%s".formatted(path, name)));
            for (var check : body.path("checks")) {
                MANAGEMENT.add("GET /observe%s check %s %s"
                        .formatted(
                                path,
                                check.path("name").asText(),
                                check.path("status").asText()));
            }
        }
        tourbus.observe("/metrics").body().lines().forEach(line -> {
            var words = line.split(" ");
            if (line.startsWith("# TYPE tourbus_")) {
                METRICS.add("%s type %s".formatted(words[2], words[3]));
            }
            var sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                var keys = new ArrayList<String>();
                LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                        .results()
                        .forEach(label -> keys.add(label.group(1)));
                METRICS.add("%s labels %s".formatted(sample.group(1), String.join(",", keys)));
            }
        });
    }

    private static void describeMBeans() throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        for (var name : server.queryNames(new ObjectName("io.tourbus:*"), null)) {
            var info = server.getMBeanInfo(name);
            for (var attribute : info.getAttributes()) {
                JMX.add("%s attribute %s %s%s"
                        .formatted(
                                name,
                                attribute.getName(),
                                attribute.getType(),
                                attribute.isWritable() ? " writable" : ""));
            }
            for (var operation : info.getOperations()) {
                var parameters = Arrays.stream(operation.getSignature())
                        .map(parameter -> parameter.getType())
                        .toList();
                JMX.add("%s operation %s %s%s"
                        .formatted(
                                name, operation.getReturnType(), ((MBeanFeatureInfo) operation).getName(), parameters));
            }
        }
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
    void healthHasTheSameChecks() throws IOException {
        Golden.check("health", MANAGEMENT);
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
        List<String> lines = new ArrayList<>();
        var settings = tourbus.settings();
        var reports = new Shape(MAPS);
        for (var report : Program.run(settings, "runs", "--json").jsonLines()) {
            reports.add(report);
        }
        lines.addAll(reports.lines("runs --json"));
        lines.addAll(printed("report --json", Program.run(settings, "report", "--json")));
        lines.addAll(printed("run --json", Program.run(settings, "run", "venue-refresh", "--json")));
        var letters = new Shape(MAPS);
        for (var letter :
                Program.run(settings, "dead-letters", "list", "--json").jsonLines()) {
            letters.add(letter);
        }
        lines.addAll(letters.lines("dead-letters list --json"));
        lines.addAll(printed("verify --json", Program.run(settings, "verify", "--json")));
        lines.addAll(printed("plan --json", Program.run(settings, "plan", "daily", "--json")));
        lines.addAll(printed("check --json", Program.run(settings, "check", "--json")));
        lines.addAll(printed("config show --json", Program.run(settings, "config", "show", "--json")));
        Golden.check("command-json", lines);
    }

    private static List<String> printed(String command, Program.Ended ended) throws IOException {
        assertThat(ended.out()).as("%s: %s", command, ended.err()).isNotBlank();
        return new Shape(MAPS).add(ended.json()).lines(command);
    }

    @Test
    void runsWriteTheSameObjectKeys() throws IOException {
        Golden.check("object-keys", keys().map(ServedContractTest::masked).toList());
    }

    private static String masked(String key) {
        return key.replaceAll("\\d{8}T\\d{6}Z-[a-z-]+?-[0-9a-f]+(?=[_./])", "<run>")
                .replaceAll("(?<=<run>_).*?(?=\\.)", "<slice>")
                .replaceAll("(year|month|day|hour)=\\d+", "$1=<$1>");
    }

    @Test
    void manifestsHaveTheSameStructure() throws IOException {
        var shape = new Shape(MAPS);
        for (var key : keys().filter(key -> key.contains("manifest")).toList()) {
            try (var file = Files.newInputStream(tourbus.lake().resolve(key));
                    var content = key.endsWith(".gz") ? new GZIPInputStream(file) : file) {
                for (var document : MAPPER.readerFor(JsonNode.class)
                        .<JsonNode>readValues(content)
                        .readAll()) {
                    shape.add(document);
                }
            }
        }
        Golden.check("manifest", shape.lines("manifest"));
    }

    @Test
    void theDatabaseHasTheSameTables() throws Exception {
        List<String> lines = new ArrayList<>();
        try (var connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + tourbus.state().toAbsolutePath());
                var columns = connection.getMetaData().getColumns(null, "PUBLIC", null, null)) {
            while (columns.next()) {
                lines.add("%s.%s %s(%d) %s"
                        .formatted(
                                columns.getString("TABLE_NAME"),
                                columns.getString("COLUMN_NAME"),
                                columns.getString("TYPE_NAME"),
                                columns.getInt("COLUMN_SIZE"),
                                columns.getString("IS_NULLABLE").equals("YES") ? "null" : "not null"));
            }
            var keys = connection.createStatement().executeQuery("""
                    select table_name, index_name, string_agg(column_name, ',') within group (order by ordinal_position)
                    from (select table_name, case when is_unique then 'unique' else 'index' end as index_name,
                                 index_name as own_name, column_name, ordinal_position
                          from information_schema.index_columns where table_schema = 'PUBLIC')
                    group by table_name, index_name, own_name""");
            while (keys.next()) {
                lines.add("%s %s %s".formatted(keys.getString(1), keys.getString(2), keys.getString(3)));
            }
        }
        Golden.check("database", lines);
    }

    @Test
    void commandsEndWithTheSameExitCodes() throws Exception {
        CODES.put("run venue-refresh, complete", code("run", "venue-refresh"));
        CODES.put("run weekly, no such job", code("run", "weekly"));
        CODES.put("nonsense, no such command", code("nonsense"));
        CODES.put("report none, no such run", code("report", "none"));
        CODES.put("dead-letters show 999, no such dead letter", code("dead-letters", "show", "999"));
        CODES.put("verify, complete", code("verify"));
        CODES.put("run daily, with a setting out of range", code("run", "daily", "--set=tourbus.retry.attempts=-1"));
        CODES.put("check, with an unknown setting", code("check", "--set=tourbus.nonsense=1"));
        var object = tourbus.lake().resolve(someKey("normalized/venues"));
        CODES.put("dead-letters drop --all", code("dead-letters", "drop", "--all"));
        Files.delete(object);
        var run = object.getFileName().toString().replaceAll("_.*", "");
        CODES.put("verify, an object is missing", code("verify", run));
        var faults = tourbus.servers().ticketmaster().faults();
        faults.answer(1, "/venues", 404, "{}");
        CODES.put("run venue-refresh, some requests fail", code("run", "venue-refresh"));
        faults.answer(1_000, "/venues", 404, "{}");
        CODES.put("run venue-refresh, all requests fail", code("run", "venue-refresh"));
        faults.clear();
        Golden.check(
                "exit-codes",
                CODES.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
    }

    private static int code(String... arguments) {
        return Program.run(tourbus.settings(), arguments).code();
    }

    private static String someKey(String folder) throws IOException {
        return keys().filter(key -> key.startsWith(folder)).findFirst().orElseThrow();
    }

    private static Stream<String> keys() throws IOException {
        try (var files = Files.walk(tourbus.lake())) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> tourbus.lake().relativize(file).toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
