package io.tourbus.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.contract.Golden;
import io.tourbus.contract.Shape;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.testing.LakeFiles;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job handler in the AWS runtime interface client, with a local runtime API. */
class IngestHandlerTest {

    private static final TicketmasterServer.Options FAST =
            new TicketmasterServer.Options("sandbox-key", 1_000, 100_000);
    private static final String DAILY = "{\"job_type\": \"daily\", \"only\": \"ticketmaster\"}";
    private static final String SCHEDULED = """
            {"version": "0", "source": "aws.scheduler", "detail-type": "Scheduled Event", "resources": [],
             "detail": "{\\"job_type\\": \\"daily\\", \\"only\\": [\\"ticketmaster\\"]}"}""";

    private static final String EVERY_OPTION = """
            "only": ["spotify", "ticketmaster"], "since": "2026-12-01", "until": "2026-12-03", "countries": ["US"], "cities": "Austin",
            "artists": ["4Z8W4fKeB5YxbusRsdQVPb"], "limit": 5, "full": true""";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static final Catalogue CATALOGUE =
            new Catalogue(new Catalogue.Size(7, 20, 20, 300, LocalDate.now(ZoneOffset.UTC)));

    private static SandboxServers servers;
    private static Map<String, String> environment;
    private static LambdaFunction function;

    @BeforeAll
    static void open() throws IOException {
        servers = new SandboxServers(CATALOGUE, folder.resolve("lake"), 0, FAST);
        environment = new HashMap<>(servers.environment());
        environment.put("LAMBDA_TASK_ROOT", Path.of("").toAbsolutePath().toString());
        environment.put("API_RATE_LIMIT_REQUESTS", "60000");
        environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "2");
        environment.put("TOURBUS_TICKETMASTER_PAGE_SIZE", "20");
        function = start();
    }

    @AfterAll
    static void close() {
        function.close();
        servers.close();
    }

    @Test
    void oneInstanceRunsSeveralJobs() throws Exception {
        for (var job : List.of("venue_refresh", "venue-refresh")) {
            var response = function.invoke("{\"job_type\": \"%s\"}".formatted(job));

            assertThat(response.path("statusCode").asInt()).as("%s", response).isEqualTo(200);
            assertThat(response.at("/body/message").asText()).matches("run .*-venue-refresh-.*: complete");
            assertThat(response.at("/body/results/status").asText()).isEqualTo("complete");
        }
        assertThat(lake().records("normalized/venues")).isNotEmpty();
        assertThat(function.log().lines().filter(line -> line.startsWith("{\"_aws\":")))
                .as("CloudWatch accepts only lines without a prefix")
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.endsWith("}"))
                .anyMatch(line -> line.contains("\"Job\":\"venue-refresh\""));
    }

    @Test
    void rejectsInvalidEventsWithOneLine() throws Exception {
        var unknown = function.invoke("{\"job_type\": \"weekly\"}");
        var misspelled = function.invoke("{\"job_tpye\": \"daily\"}");
        var nullJob = function.invoke("{\"job_type\": null}");
        var invalidDate = function.invoke("{\"job\": \"hourly\", \"since\": \"tomorrow\"}");

        assertThat(List.of(unknown, misspelled, nullJob, invalidDate))
                .allMatch(response -> response.path("statusCode").asInt() == 400);
        assertThat(unknown.at("/body/message").asText()).contains("weekly", "artist-refresh");
        assertThat(misspelled.at("/body/message").asText())
                .isEqualTo(
                        "Unknown field: 'job_tpye'. Use job_type, job, artists, cities, countries, full, limit, only,"
                                + " since, until.");
        assertThat(nullJob.at("/body/error").asText()).isEqualTo("event");
        assertThat(invalidDate.at("/body/message").asText())
                .contains("tourbus.run.since is not valid: 'tomorrow', set in the event.");
    }

    @Test
    void anExpiredTimeLimitSuspendsOnlyTheRunOfItsInvocation() throws Exception {
        var event = "{\"job_type\": \"hourly\", \"only\": \"ticketmaster\"}";

        var partial = function.invoke(event, Duration.ofMillis(1));
        var resumed = function.invoke(event);

        assertThat(partial.path("statusCode").asInt()).as("%s", partial).isEqualTo(200);
        assertThat(partial.at("/body/results/status").asText()).isEqualTo("partial");
        assertThat(partial.at("/body/results/notes").toString()).contains("the time limit is near");
        assertThat(resumed.at("/body/results/status").asText())
                .as("%s", resumed)
                .isEqualTo("complete");
        assertThat(resumed.at("/body/results/run_id")).isEqualTo(partial.at("/body/results/run_id"));
    }

    @Test
    void anotherInstanceResumesASuspendedRunFromTheStateInTheBucket() throws Exception {
        // The first invocation would use up its time before the run starts.
        function.invoke("{\"job_type\": \"venue_refresh\"}");
        var faults = servers.ticketmaster().faults();
        faults.latency(Duration.ofMillis(300));
        var partial = function.invoke(DAILY, Duration.ofMillis(1_200));
        faults.clear();
        Files.delete(folder.resolve("state").resolve("state.mv.db"));
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        JsonNode locked;
        JsonNode resumed;
        try (var other = start()) {
            holdLock(Instant.now().plusSeconds(60));
            locked = other.invoke(SCHEDULED);
            holdLock(Instant.now().minusSeconds(60));
            resumed = other.invoke(SCHEDULED);
            assertThat(other.restored()).isTrue();
            assertThat(other.endsInTime()).isTrue();
        }

        assertThat(partial.at("/body/results/status").asText())
                .as("%s", partial)
                .isEqualTo("partial");
        assertThat(partial.at("/body/results/notes").toString()).contains("the time limit is near");
        assertThat(locked.path("statusCode").asInt()).isEqualTo(500);
        assertThat(locked.at("/body/message").asText())
                .contains("s3://concert-data-raw/state/lambda/lock.json is in use by another instance");
        assertThat(resumed.at("/body/results/status").asText())
                .as("%s", resumed)
                .isEqualTo("complete");
        assertThat(resumed.at("/body/results/run_id")).isEqualTo(partial.at("/body/results/run_id"));
        assertThat(resumed.at("/body/results/notes").toString()).contains("resumed after");
        assertThat(lake().records("normalized/concerts"))
                .extracting(concert -> concert.path("concert_id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        CATALOGUE.concertRecordIds().toList());
    }

    @Test
    void eventsAndResponsesMatchTheContract() throws Exception {
        var options = EVERY_OPTION;
        List<String> lines = new ArrayList<>();
        var accepted = function.invoke("{\"job\": \"daily\", %s}".formatted(options));
        lines.add("every option: %d".formatted(accepted.path("statusCode").asInt()));
        MAPPER.readTree("{%s}".formatted(options)).fieldNames().forEachRemaining(key -> lines.add("event key " + key));
        for (var job : List.of("artist_refresh", "venue_refresh", "venue-refresh")) {
            lines.addAll(response("job_type " + job, function.invoke("{\"job_type\": \"%s\"}".formatted(job))));
        }
        lines.addAll(response("an unknown key", function.invoke("{\"nonsense\": 1}")));
        lines.addAll(response("an unknown job", function.invoke("{\"job\": \"weekly\"}")));
        lines.addAll(response("a wrong value", function.invoke("{\"job\": \"daily\", \"since\": \"tomorrow\"}")));
        var faults = servers.ticketmaster().faults();
        faults.answer(1_000, "/venues", 404, "{}");
        lines.addAll(response("a run that fails", function.invoke("{\"job\": \"venue-refresh\"}")));
        faults.clear();

        Golden.check("lambda", lines);
        Golden.check("embedded-metrics", embeddedMetrics());
    }

    private static List<String> response(String event, JsonNode response) {
        var status = response.path("statusCode").asInt();
        List<String> lines = new ArrayList<>(new Shape("results").add(response).lines("response %d".formatted(status)));
        lines.removeIf(line -> line.contains("$.body.results."));
        lines.add("%s: %d %s %s"
                .formatted(
                        event,
                        status,
                        response.at("/body/results/status").asText("-"),
                        response.at("/body/error").asText("-")));
        return lines;
    }

    private static List<String> embeddedMetrics() throws IOException {
        List<String> lines = new ArrayList<>();
        for (var line : function.log().lines().toList()) {
            if (line.startsWith("{\"_aws\":")) {
                var document = MAPPER.readTree(line);
                lines.addAll(new Shape().add(document).lines("line"));
                var metrics = document.at("/_aws/CloudWatchMetrics/0");
                lines.add("namespace %s, dimensions %s"
                        .formatted(metrics.path("Namespace").asText(), metrics.path("Dimensions")));
                metrics.path("Metrics")
                        .forEach(metric -> lines.add("metric %s in %s"
                                .formatted(
                                        metric.path("Name").asText(),
                                        metric.path("Unit").asText())));
            }
        }
        return lines;
    }

    /** Simulates another instance that has the lock. */
    private static void holdLock(Instant until) throws IOException {
        Files.writeString(
                folder.resolve("lake").resolve(SandboxServers.BUCKET).resolve("state/lambda/lock.json"),
                "{\"holder\": \"another instance\", \"until\": \"%s\"}".formatted(until));
    }

    private static LambdaFunction start() throws IOException {
        return new LambdaFunction(IngestHandler.class, TourbusProcess.java(), folder, environment);
    }

    private static LakeFiles lake() {
        return new LakeFiles(folder.resolve("lake").resolve(SandboxServers.BUCKET));
    }
}
