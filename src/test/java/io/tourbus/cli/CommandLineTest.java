package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.Program;
import io.tourbus.testing.TourbusProcess;
import io.tourbus.testing.TourbusProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line. What depends on the environment or on everything that is printed runs in a separate process. */
class CommandLineTest {

    private static final Map<String, String> AWS = Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "s");

    @TempDir
    private Path folder;

    @AfterEach
    void forgetTheServers() {
        System.getProperties().keySet().removeIf(name -> name.toString().startsWith("aws."));
    }

    @Test
    void withoutCredentialsItNamesEachMissingVariableAndDoesNotStart() throws Exception {
        var ended = tourbus(AWS, "run", "daily");

        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.err().lines())
                .containsExactly(
                        "tourbus: API_SPOTIFY_CLIENT_ID is not set. Set it to read Spotify.",
                        "tourbus: API_SPOTIFY_CLIENT_SECRET is not set. Set it to read Spotify.",
                        "tourbus: API_TICKETMASTER_API_KEY is not set. Set it to read Ticketmaster.");
    }

    @Test
    void allProblemsOfTheSettingsAreReportedTogetherWithTheirOrigins() throws Exception {
        HomeFolder.copyTo(folder);
        var file = folder.resolve("application.properties");
        Files.writeString(file, "\ntourbus.retry.atempts = 1\n", StandardOpenOption.APPEND);
        var line = Files.readAllLines(file).size();

        var ended = tourbus(
                Map.of(
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "API_SPOTIFY_CLIENT_ID", "id",
                        "API_SPOTIFY_CLIENT_SECRET", " ",
                        "API_RETRY_ATTEMPTS", "many",
                        "TOURBUS_SPOTIFY_PAGE_SIZE", "51"),
                "run",
                "daily",
                "--since=never",
                "--set=tourbus.jobs.time-zone=Mars/Base",
                "--set=tourbus.jobs.daily.cron=daily",
                "--set=tourbus.http.connect-timeout-millis=1s",
                "--set=tourbus.stream.max-attempts=0");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err().lines())
                .containsExactlyInAnyOrder(
                        "tourbus: Unknown setting: tourbus.retry.atempts, set in %s line %d. Did you mean tourbus.retry.attempts?"
                                .formatted(file, line),
                        "tourbus: --since is not valid: 'never'. Use a date such as 2026-12-31"
                                + " or a time such as 2026-12-31T18:00:00Z.",
                        "tourbus: tourbus.jobs.time-zone is not valid: 'Mars/Base', set on the command line."
                                + " Use a time zone such as UTC or Europe/Berlin.",
                        "tourbus: tourbus.jobs.daily.cron is not valid: 'daily', set on the command line."
                                + " Use a cron expression (second minute hour day month weekday) such as 0 0 2 * * ?.",
                        "tourbus: tourbus.http.connect-timeout-millis is not valid: '1s', set on the command line."
                                + " Use a whole number from 1 to 600000.",
                        "tourbus: tourbus.stream.max-attempts is not valid: '0', set on the command line."
                                + " Use a whole number from 1 to 1000.",
                        "tourbus: TOURBUS_SPOTIFY_PAGE_SIZE is not valid: '51'. Use a whole number from 1 to 50 or auto.",
                        "tourbus: API_SPOTIFY_CLIENT_SECRET is not set, but API_SPOTIFY_CLIENT_ID is. Set both.",
                        "tourbus: API_RETRY_ATTEMPTS is not valid: 'many'. Use a whole number from 0 to 100.",
                        "tourbus: No AWS credentials found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, set AWS_PROFILE, or use a role.",
                        "Try 'tourbus run --help'.");
    }

    @Test
    void anUnknownJobIsAUsageError() {
        var ended = Program.run(Map.of(), "run", "weekly");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err().lines())
                .containsExactly(
                        "tourbus: Unknown job: 'weekly'. Use one of daily, hourly, artist-refresh, venue-refresh, backfill.",
                        "Try 'tourbus run --help'.");
    }

    @Test
    void aHomeFolderWithoutSettingsIsReportedInOneLine() throws Exception {
        var ended = TourbusProcess.start(folder, folder, credentials(), "config", "show")
                .ended();

        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.err().lines())
                .containsExactly(
                        "tourbus: There is no application.properties in %s. Set TOURBUS_HOME to the folder of the Tourbus distribution."
                                .formatted(folder));
    }

    @Test
    void aBrokenRouteIsReportedInOneLineWithoutAStackTrace() throws Exception {
        HomeFolder.copyTo(folder);
        var route = folder.resolve("routes/delivery.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("- split:", "- multitask:"));

        var ended = tourbus(credentials(), "run", "daily");

        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.err().lines())
                .filteredOn(line -> !line.contains(" WARN "))
                .singleElement()
                .asString()
                .startsWith("tourbus: ")
                .contains("multitask");
    }

    @Test
    void aFailingRunPrintsNoSecretEvenWithVerboseLogs() throws Exception {
        var size = new Catalogue.Size(1, 20, 10, 10, LocalDate.now(ZoneOffset.UTC));
        try (var servers = new SandboxServers(new Catalogue(size), folder.resolve("lake"), 0)) {
            var quota =
                    "{\"fault\":{\"faultstring\":\"Identifier : sandbox-key\",\"detail\":{\"errorcode\":\"x.sandbox-key\"}}}";
            servers.ticketmaster().faults().answer(1_000, "/events", 429, quota);
            servers.spotify().faults().answer(1_000, "/v1/search", 401, "{\"error\":{\"message\":\"token-1\"}}");
            var environment = new HashMap<>(servers.environment());
            environment.put("TOURBUS_LOG_LEVEL", "trace");
            environment.put("TOURBUS_LOG_FORMAT", "json");
            environment.put("API_RETRY_ATTEMPTS", "1");
            environment.put("TOURBUS_TICKETMASTER_COUNTRIES", "US");

            var ended = tourbus(environment, "run", "daily");

            assertThat(ended.code()).as(ended.err()).isEqualTo(3);
            assertThat(ended.out() + ended.err()).doesNotContain("sandbox-key", "sandbox-secret", "Bearer");
            var mapper = new ObjectMapper();
            List<JsonNode> lines = new ArrayList<>();
            for (var line :
                    ended.err().lines().filter(text -> text.startsWith("{")).toList()) {
                lines.add(mapper.readTree(line));
            }
            assertThat(lines)
                    .allMatch(line -> line.has("at") && line.has("level") && line.has("message"))
                    .anyMatch(line -> line.path("source").asText().equals("ticketmaster")
                            && line.path("run").asText().contains("-daily-")
                            && line.path("slice").asText().startsWith("events-"));
        }
    }

    @Test
    void reportsAreReprintedAndObjectsAreVerifiedWithoutApiKeys() throws Exception {
        var size = new Catalogue.Size(1, 20, 10, 10, LocalDate.now(ZoneOffset.UTC));
        try (var servers = new SandboxServers(new Catalogue(size), folder.resolve("lake"), 0)) {
            servers.systemProperties().forEach(System::setProperty);
            var settings = servers.overrides();
            var run = Program.run(settings, "run", "venue-refresh");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(Program.run(settings, "report").out())
                    .startsWith("started at ")
                    .endsWith(run.out());
            assertThat(Program.run(settings, "report", "--json").out())
                    .startsWith("{\"run_id\":")
                    .contains("\"job\":\"venue-refresh\",\"status\":\"complete\"");
            assertThat(Program.run(settings, "runs").out().lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .matches("\\S+-venue-refresh-\\S+  venue-refresh  complete  .*");
            var environment = new HashMap<>(servers.environment());
            environment.keySet().removeIf(name -> !name.startsWith("AWS_") || name.contains("KINESIS"));
            var nowhere = new HashMap<>(settings);
            nowhere.put("tourbus.lake.bucket", "nowhere");
            settings.keySet().retainAll(List.of("tourbus.aws.region", "tourbus.lake.bucket"));

            var complete = tourbus(environment, "verify");
            deleteOne(folder.resolve("lake/concert-data-raw/normalized/venues"));
            var different = Program.run(settings, "verify");
            var json = Program.run(settings, "verify", "--json");
            var unknown = Program.run(settings, "verify", "20200101T000000Z-daily-0000");
            var refused = Program.run(nowhere, "run", "venue-refresh");
            var misconfigured = tourbus(Map.of("AWS_EC2_METADATA_DISABLED", "true"), "verify");

            assertThat(complete.out())
                    .as(complete.err())
                    .matches(
                            "verified run \\S+-venue-refresh-\\S+: \\d+ objects, 10 records, all present and unchanged\\R");
            assertThat(complete.code()).as(complete.err()).isZero();
            assertThat(different.out().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("s3://concert-data-raw/normalized/venues/")
                    .endsWith(".ndjson.gz: missing");
            assertThat(different.out()).contains(" records, 1 object missing or different");
            assertThat(different.code()).isEqualTo(3);
            assertThat(json.out().lines())
                    .singleElement()
                    .asString()
                    .contains("\"different\":1", ".ndjson.gz: missing\"]");
            assertThat(unknown.err().lines())
                    .containsExactly("tourbus: Run 20200101T000000Z-daily-0000 has no manifest:"
                            + " s3://concert-data-raw/raw/_runs/20200101T000000Z-daily-0000.json does not exist.");
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(refused.err().lines())
                    .containsExactly("tourbus: The bucket 'nowhere' does not exist. Create it,"
                            + " or correct tourbus.lake.bucket (set on the command line).");
            assertThat(refused.code()).isEqualTo(78);
            assertThat(misconfigured.code()).isEqualTo(78);
        }
    }

    private static void deleteOne(Path below) throws IOException {
        try (var files = Files.walk(below)) {
            Files.delete(files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow());
        }
    }

    private static Map<String, String> credentials() {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                "a",
                "AWS_SECRET_ACCESS_KEY",
                "s",
                "API_TICKETMASTER_API_KEY",
                "k",
                "AWS_REGION",
                "us-east-1");
    }

    private Ended tourbus(Map<String, String> environment, String... arguments) throws Exception {
        var home = Files.exists(folder.resolve("routes")) ? folder : Path.of("");
        return TourbusProcess.start(home, folder, environment, arguments).ended();
    }
}
