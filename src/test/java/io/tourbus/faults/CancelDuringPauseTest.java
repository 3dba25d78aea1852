package io.tourbus.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.TourbusContext;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.Program;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that wait because the source sent {@code Retry-After}, cancelled in each way: they end long before the pause. */
class CancelDuringPauseTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TOKEN = "a-token-of-the-tests";
    private static final String PAUSE_SECONDS = "3000";

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext serve;
    private static URI server;

    /** How a run is cancelled, and who its report names then. */
    private enum Way {
        PAGE("page") {
            @Override
            void cancel(String runId) throws Exception {
                post("/api/runs/%s/cancel?initiator=page".formatted(runId), "X-Tourbus", "page");
            }
        },
        API("HTTP API") {
            @Override
            void cancel(String runId) throws Exception {
                post("/api/runs/%s/cancel".formatted(runId));
            }
        },
        MBEAN("JMX") {
            @Override
            void cancel(String runId) throws Exception {
                var name = new ObjectName("io.tourbus:type=Run,name=venue-refresh");
                ManagementFactory.getPlatformMBeanServer().invoke(name, "cancel", null, null);
            }
        },
        COMMAND("command line") {
            @Override
            void cancel(String runId) {
                Map<String, String> settings = new HashMap<>();
                sandbox.overrides()
                        .values()
                        .forEach((key, value) -> settings.put(String.valueOf(key), String.valueOf(value)));
                assertThat(Program.run(settings, "cancel", runId).code()).isZero();
            }
        };

        private final String canceller;

        Way(String canceller) {
            this.canceller = canceller;
        }

        abstract void cancel(String runId) throws Exception;
    }

    @BeforeAll
    static void open() throws IOException {
        sandbox = new SandboxContext(folder, 2, 4, 2);
        sandbox.set("tourbus.server.token", TOKEN).set("tourbus.retry.max-wait-seconds", PAUSE_SECONDS);
        sandbox.servers().ticketmaster().faults().answer(1_000, "/venues", 429, "{}", "Retry-After", PAUSE_SECONDS);
        var port = FreePort.find();
        server = URI.create("http://127.0.0.1:%d".formatted(port));
        serve = sandbox.serve(port);
    }

    @AfterAll
    static void close() {
        serve.close();
        sandbox.close();
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatWaitsEndsAtOnceWithoutARequest(Way way) throws Exception {
        var runId = post("/api/jobs/venue-refresh/runs").path("run_id").asText();
        await().untilAsserted(() -> assertThat(
                        get("/api/runs/" + runId).at("/progress/activity").asText())
                .contains("ticketmaster: paused for"));
        var requests = sandbox.servers().ticketmaster().seen().size();

        way.cancel(runId);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/api/runs/" + runId).path("status").asText().equals("cancelled"));
        assertThat(get("/api/runs/" + runId).at("/report/cancelled/by").asText())
                .isEqualTo(way.canceller);
        assertThat(sandbox.servers().ticketmaster().seen()).hasSize(requests);
        assertThat(get("/api/runs/under-way")).isEmpty();
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.resolve(path)));
    }

    private static JsonNode post(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return MAPPER.readTree(response.body());
    }
}
