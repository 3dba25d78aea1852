package io.tourbus.admin.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The health endpoints of a serving Tourbus. */
class HealthChecksTest extends SandboxTest {

    private record Response(int status, JsonNode body) {

        String state(String part) {
            for (var check : body.path("checks")) {
                if (check.path("name").asText().equals(part)) {
                    return check.path("status").asText();
                }
            }
            return "none";
        }

        List<String> names() {
            return body.path("checks").findValuesAsText("name");
        }
    }

    private int port;

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 5, 5, 5);
        port = FreePort.find();
        sandbox.set("tourbus.jobs.catch-up", "false");
        sandbox.set("camel.management.enabled", "true");
        sandbox.set("tourbus.management.port", String.valueOf(port));
    }

    @Test
    void everythingIsReadyAfterACompleteRun() throws Exception {
        sandbox.run("venue-refresh");

        try (var context = sandbox.serve()) {
            assertThat(context.progress()).isEmpty();
            var ready = get("ready");

            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.state("state")).isEqualTo("UP");
            assertThat(ready.state("sinks")).isEqualTo("UP");
            assertThat(ready.state("source-ticketmaster")).isEqualTo("UP");
            assertThat(ready.state("job-venue-refresh")).isEqualTo("UP");
            assertThat(ready.body().toString()).doesNotContain("sandbox-key", "sandbox-secret");
            var checks = get("").names().stream()
                    .filter(name -> !name.equals("context"))
                    .toList();
            assertThat(checks)
                    .startsWith(
                            "state",
                            "sinks",
                            "runs",
                            "reload",
                            "source-spotify",
                            "source-ticketmaster",
                            "job-daily",
                            "job-hourly",
                            "job-artist-refresh",
                            "job-venue-refresh");
            assertThat(checks.subList(10, checks.size()))
                    .isNotEmpty()
                    .allMatch(name -> name.matches("(route|consumer|producer):.*"));
        }
    }

    @Test
    void aLateJobIsNotReadyButTheProcessIsLive() throws Exception {
        sandbox.clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-15))).run("venue-refresh");
        sandbox.clock(Clock.systemUTC());

        try (var context = sandbox.serve()) {
            assertThat(context.progress()).isEmpty();

            assertThat(get("ready").status()).isEqualTo(503);
            assertThat(get("ready").state("job-venue-refresh")).isEqualTo("DOWN");
            assertThat(get("live").status()).isEqualTo(200);
        }
    }

    private Response get(String what) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/observe/health/%s?data=true".formatted(port, what)))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return new Response(response.statusCode(), new ObjectMapper().readTree(response.body()));
    }
}
