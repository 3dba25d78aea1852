package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.TourbusContext;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.Logged;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that try to change the response, or that are wrong. */
class HostileRequestsTest {

    private static final String TOKEN = "a-token-of-the-tests";
    private static final String MARK = "hostile-value";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** All headers of responses of the API. {@code Location} is only in a response 202. */
    private static final Map<String, String> RESPONSE_HEADERS = Map.of(
            "content-security-policy", "default-src 'none'",
            "x-content-type-options", "nosniff",
            "referrer-policy", "no-referrer",
            "cache-control", "no-store",
            "content-type", "application/json",
            "transfer-encoding", "chunked",
            "connection", "close",
            "content-length", "",
            "tourbus-changes", "",
            "location", "/api/");

    private static final List<String> NAMES = List.of(
            "Set-Cookie",
            "Refresh",
            "Location",
            "Content-Disposition",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "X-Forwarded-User",
            "X-Forwarded-For",
            "Forwarded",
            "Authentication",
            "CamelHttpResponseCode",
            "camelHttpResponseCode",
            "CamelAuthentication",
            "Access-Control-Allow-Origin",
            "job",
            "run",
            "route",
            "limit",
            "folder",
            "key");

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext context;
    private static int port;

    /** A response, with the names of its headers in lower case. */
    private record Response(int status, Map<String, String> headers, String body) {}

    @BeforeAll
    static void open() throws IOException {
        sandbox = new SandboxContext(folder, 5, 10, 5);
        sandbox.set("tourbus.server.token", TOKEN);
        port = FreePort.find();
        context = sandbox.serve(port);
    }

    @AfterAll
    static void close() {
        context.close();
        sandbox.close();
    }

    /** All operations but the streams of events, which do not end. */
    static List<String> operations() throws IOException {
        List<String> operations = new ArrayList<>();
        var paths = MAPPER.readTree(Path.of("src/main/resources/io/tourbus/page/openapi.json")
                        .toFile())
                .path("paths");
        for (var path : paths.properties()) {
            for (var method : path.getValue().properties()) {
                if (method.getValue()
                        .at("/responses/200/content/text~1event-stream")
                        .isObject()) {
                    continue;
                }
                operations.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        assertThat(operations).hasSizeGreaterThan(14);
        return operations;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void noParameterAndNoHeaderOfARequestIsInTheResponse(String operation) throws IOException {
        var address =
                operation.replace("{job}", "hourly").replace("{run}", "none").replace("{route}", "send-alert");
        var query = NAMES.stream().map(name -> name + "=" + MARK).collect(Collectors.joining("&", "?", ""));
        var headers = NAMES.stream().map(name -> name + ": " + MARK).toArray(String[]::new);

        assertClean(request(address + query));
        assertClean(request(address, headers));
        assertClean(request(address + query, headers));
    }

    private static void assertClean(Response response) {
        assertThat(response.status()).isNotEqualTo(500);
        assertThat(response.body()).doesNotContain(MARK);
        assertThat(response.headers()).allSatisfy((name, value) -> {
            assertThat(value).doesNotContain(MARK);
            assertThat(value).startsWith(RESPONSE_HEADERS.getOrDefault(name, "no such header: " + name));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "400, GET /api/runs?limit=abc",
        "400, GET /api/runs?limit=-1",
        "400, GET /api/runs?limit=99999999999",
        "400, GET /api/runs?limit=1&limit=2",
        "400, GET /api/dead-letters?limit=1e3",
        "400, GET /api/lake/object",
        "400, GET /api/lake/object?key=",
        "400, GET /api/jobs?limit=%zz",
        "400, GET /api/runs?status=nonsense",
        "400, GET /api/runs?reports=maybe",
        "400, GET /api/dead-letters?after=-1",
        "400, POST /api/routes/trigger-replay/suspend?force=maybe",
        "404, GET /api/lake/object?key=none",
        "404, GET /api/lake/object?key=raw/none",
        "404, GET /api/lake/object?key=raw/a%0aFORGED",
        "404, GET /api/lake/object?key=raw/../secret",
        "404, GET /api/lake?folder=private/",
        "404, GET /api/runs?job=weekly",
        "404, GET /api/runs/none",
        "404, GET /api/runs/%00",
        "404, GET /api/nothing",
        "404, GET /nothing",
        "404, GET /..%2f..%2f",
        "404, GET /lib/..%2f..%2f",
        "404, POST /api/jobs/weekly/runs",
        "404, POST /api/jobs/backfill/pause",
        "404, POST /api/routes/none/suspend",
        "405, PUT /api/jobs",
        "404, POST /api/jobs",
        "405, DELETE /api/runs/none",
        "405, PATCH /",
    })
    void aMistakeOfTheCallerIsReportedInOneLine(int status, String call) throws IOException {
        var response = request(call);

        assertThat(response.status()).isEqualTo(status);
        var error = MAPPER.readTree(response.body()).path("error").asText();
        assertThat(error)
                .endsWith(".")
                .doesNotContain("java", "Exception", "s3:", "NoSuchKey", "none", "weekly", "FORGED", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/runs/%zz", "/api/runs/%u0041", "/%", "/api/jobs?limit=%zz"})
    void anInvalidAddressIsRefusedAndNotLogged(String address) throws IOException {
        try (var logged = new Logged()) {
            var response = request("GET " + address);

            assertThat(response.status()).isEqualTo(400);
            assertThat(MAPPER.readTree(response.body()).path("error").asText())
                    .isEqualTo("The request is not valid. See /openapi.json.");
            assertThat(logged.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=99-1", "bytes=0-0", "bytes=0-1,5-9999999", "bytes=x"})
    void filesAreSentAsAWhole(String range) throws IOException {
        var response = request("GET /", "Range: " + range);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).doesNotContainKey("content-range");
        assertThat(request("GET /schemas/venue.schema.json", "Range: " + range).status())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        var response = request("POST /api/jobs/hourly/pause", "Content-Length: 70000");

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.body()).contains("larger than 64 KiB");
    }

    @ParameterizedTest
    @CsvSource({"GET /api/jobs, foo", "GET /api/jobs, utf-16", "POST /api/jobs/hourly/pause, foo"})
    void anUnsupportedCharsetIsRefused(String call, String charset) throws IOException {
        var response = request(call, "Content-Type: text/plain; charset=" + charset);

        assertThat(response.status()).isEqualTo(415);
        assertThat(request(call, "Content-Type: text/plain; charset=\"UTF-8\"").status())
                .isEqualTo(200);
    }

    /** curl sends the first type by default. Its options would have no effect. */
    @ParameterizedTest
    @CsvSource({
        "POST /api/jobs/hourly/runs, application/x-www-form-urlencoded, 415",
        "POST /api/jobs/hourly/pause, multipart/form-data; boundary=x, 415",
        "GET /api/jobs, multipart/form-data, 200"
    })
    void aFormIsRefused(String call, String type, int status) throws IOException {
        var body = "{\"resume\": true}";

        assertThat(request(call, "Content-Type: " + type, "Content-Length: " + body.length(), "", body)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void anEmptyFormIsAccepted() throws IOException {
        assertThat(request(
                                "POST /api/jobs/hourly/pause",
                                "Content-Type: application/x-www-form-urlencoded",
                                "Content-Length: 0")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "[[[[", "\u0000\u00ff", "<a/>"})
    void aBodyThatIsNotJsonIsReported(String body) throws IOException {
        var response = request("POST /api/jobs/hourly/pause", "Content-Length: " + body.length(), "", body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(MAPPER.readTree(response.body()).path("error").asText())
                .isEqualTo("The request body is not valid JSON. Send an object with the options, or no body.");
    }

    @Test
    void anInvalidChunkEndsTheRequest() throws IOException {
        assertThat(send("POST /api/jobs/hourly/pause", "Transfer-Encoding: chunked", "", "ZZ", ""))
                .doesNotContain(" 200 ", " 500 ");
    }

    @Test
    void aLongLineOfTheLakeIsCut() throws IOException {
        var file = sandbox.file("raw/large.ndjson");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "first\n" + "x".repeat(5_000_000));

        var response = request("GET /api/lake/object?key=raw/large.ndjson");

        var lines = MAPPER.readTree(response.body()).path("lines");
        assertThat(lines).hasSize(2);
        assertThat(lines.path(0).asText()).isEqualTo("first");
        assertThat(lines.path(1).asText()).hasSize(10_001).endsWith("x…");
    }

    @Test
    void objectsOutsideTheZonesAreNotShown() throws IOException {
        Files.createDirectories(sandbox.file("private"));
        Files.writeString(sandbox.file("private/salaries.csv"), "secret");
        Files.writeString(sandbox.file("root.txt"), "secret");

        assertThat(request("GET /api/lake/object?key=private/salaries.csv").status())
                .isEqualTo(404);
        assertThat(request("GET /api/lake/object?key=root.txt").status()).isEqualTo(404);
        assertThat(request("GET /api/lake").body()).doesNotContain("private", "root.txt");
    }

    private static Response request(String call, String... headers) throws IOException {
        return parse(send(call, headers));
    }

    private static String send(String call, String... headers) throws IOException {
        var lines = Stream.concat(
                Stream.of(
                        call + " HTTP/1.1",
                        "Host: 127.0.0.1:" + port,
                        "Connection: close",
                        "Authorization: Bearer " + TOKEN),
                Stream.of(headers));
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(lines.collect(Collectors.joining("\r\n", "", "\r\n\r\n"))
                            .getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static Response parse(String response) {
        var parts = response.split("\r\n\r\n", 2);
        var lines = parts[0].split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            var header = lines[i].split(": ", 2);
            headers.merge(header[0].toLowerCase(Locale.ROOT), header[1], (one, other) -> one + ", " + other);
        }
        var body = headers.containsKey("transfer-encoding") ? withoutChunks(parts[1]) : parts[1];
        return new Response(Integer.parseInt(lines[0].split(" ")[1]), headers, body);
    }

    private static String withoutChunks(String body) {
        return body.lines().filter(line -> !line.matches("[0-9a-f]*")).collect(Collectors.joining());
    }
}
