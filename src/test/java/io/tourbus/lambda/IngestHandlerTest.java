package io.tourbus.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.LakeFiles;
import io.tourbus.sandbox.Catalogue;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.TicketmasterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handler of jobs under AWS's runtime interface client, against a local runtime API. */
class IngestHandlerTest {

    private static final TicketmasterServer.Options UNHURRIED =
            new TicketmasterServer.Options("sandbox-key", 1_000, 100_000);

    private static final String DAILY = "{\"job_type\": \"daily\", \"only\": \"ticketmaster\"}";

    @TempDir
    private Path folder;

    private final Catalogue catalogue =
            new Catalogue(new Catalogue.Size(7, 20, 20, 300, LocalDate.now(ZoneOffset.UTC)));
    private SandboxServers servers;
    private Map<String, String> environment;

    @BeforeEach
    void open() throws IOException {
        servers = new SandboxServers(catalogue, folder.resolve("lake"), 0, UNHURRIED);
        environment = new HashMap<>(servers.environment());
        environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "2");
        environment.put("API_RATE_LIMIT_REQUESTS", "60000");
        environment.put("LAMBDA_TASK_ROOT", Path.of("").toAbsolutePath().toString());
    }

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void anInstanceRunsWhatItsEventsAskForOneAfterTheOther() throws Exception {
        try (var function = start()) {
            var cold = function.invoke("{\"job_type\": \"venue_refresh\"}");
            var unknown = function.invoke("{\"job_type\": \"weekly\"}");
            var misspelt = function.invoke("{\"job_tpye\": \"daily\"}");
            var warm = function.invoke("{\"version\": \"0\", \"source\": \"aws.scheduler\", \"detail\":"
                    + " \"{\\\"job_type\\\": \\\"daily\\\", \\\"only\\\": \\\"ticketmaster\\\"}\"}");

            assertThat(cold.path("statusCode").asInt()).as("%s", cold).isEqualTo(200);
            assertThat(cold.at("/body/message").asText()).matches("run .*-venue-refresh-.*: complete");
            assertThat(cold.at("/body/results/status").asText()).isEqualTo("complete");
            assertThat(unknown.path("statusCode").asInt()).isEqualTo(400);
            assertThat(unknown.at("/body/message").asText()).contains("weekly", "artist-refresh");
            assertThat(misspelt.path("statusCode").asInt()).isEqualTo(400);
            assertThat(misspelt.at("/body/message").asText()).contains("job_tpye", "job_type");
            assertThat(warm.path("statusCode").asInt()).as("%s", warm).isEqualTo(200);
            assertThat(warm.at("/body/results/notes").toString()).contains("tourbus.run.only does not name it");
            assertThat(lake().records("normalized/concerts"))
                    .hasSize((int) catalogue.concertRecordIds().count());
        }
    }

    @Test
    void aRunThatHasNoTimeLeftIsResumedByAnotherInstanceFromTheStateInTheBucket() throws Exception {
        environment.put("TOURBUS_LAMBDA_MARGIN_SECONDS", "5");
        environment.put("TOURBUS_TICKETMASTER_PAGE_SIZE", "20");
        environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "100");
        JsonNode partial;
        try (var function = start()) {
            function.invoke("{\"job_type\": \"nonsense\"}");
            partial = function.invoke(DAILY, Duration.ofMillis(5_500));
        }
        Files.delete(folder.resolve("state").resolve("state.mv.db"));
        environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "2");
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        JsonNode resumed;
        JsonNode held;
        try (var function = start()) {
            hold(Instant.now().plusSeconds(60));
            held = function.invoke(DAILY);
            hold(Instant.now().minusSeconds(60));
            resumed = function.invoke(DAILY);
            assertThat(function.restored()).isTrue();
        }

        assertThat(partial.at("/body/results/status").asText())
                .as("%s", partial)
                .isEqualTo("partial");
        assertThat(partial.at("/body/results/notes").toString()).contains("the time limit is near");
        assertThat(held.path("statusCode").asInt()).isEqualTo(500);
        assertThat(held.at("/body/message").asText())
                .contains("s3://concert-data-raw/state/lambda/lock.json is in use by another one");
        assertThat(resumed.at("/body/results/status").asText())
                .as("%s", resumed)
                .isEqualTo("complete");
        assertThat(resumed.at("/body/results/run_id")).isEqualTo(partial.at("/body/results/run_id"));
        assertThat(lake().records("normalized/concerts"))
                .extracting(concert -> concert.path("concert_id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        catalogue.concertRecordIds().toList());
    }

    /** As another instance would. */
    private void hold(Instant until) throws IOException {
        Files.writeString(
                folder.resolve("lake").resolve(SandboxServers.BUCKET).resolve("state/lambda/lock.json"),
                "{\"holder\": \"another one\", \"until\": \"%s\"}".formatted(until));
    }

    private LambdaFunction start() throws IOException {
        return new LambdaFunction(IngestHandler.class, System.getProperty("java.class.path"), folder, environment);
    }

    private LakeFiles lake() {
        return new LakeFiles(folder.resolve("lake").resolve(SandboxServers.BUCKET));
    }
}
