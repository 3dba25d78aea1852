package io.tourbus.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.testing.Logged;
import io.tourbus.testing.MBeans;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets do not appear in logs at any level, reports, MBeans, the state and the lake, even if everything fails. */
class SecretsTest extends SandboxTest {

    private static final String BASIC =
            Base64.getEncoder().encodeToString("sandbox-client:sandbox-secret".getBytes(UTF_8));
    private static final List<String> SECRETS = List.of(
            "sandbox-key", "sandbox-secret", "token-1", "token-2", "Basic ", BASIC, "secret-of-aws", "secret-token");
    private static final String ECHO =
            "{\"fault\":{\"faultstring\":\"Identifier : sandbox-key\",\"detail\":{\"errorcode\":\"sandbox-key.QuotaViolation\"}}}";

    private final Level level = LogManager.getLogger("io.tourbus").getLevel();
    private final Logged logged = new Logged();

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 120, 60, 200);
        sandbox.set("tourbus.server.token", "secret-token-of-the-server");
        System.setProperty("aws.secretAccessKey", "secret-of-aws");
        Configurator.setLevel("io.tourbus", Level.TRACE);
    }

    @AfterEach
    void close() {
        Configurator.setLevel("io.tourbus", level);
        logged.close();
    }

    @Test
    void logsReportAndMBeansOfAFailingRunContainNoSecret() throws Exception {
        var ticketmaster = sandbox.servers().ticketmaster().faults();
        ticketmaster.answer(2, "/venues", 200, "{\"oops\": \"sandbox-key\"}");
        ticketmaster.answer(2, "/venues", 503, "sandbox-key");
        ticketmaster.answer(1, "/venues", 400, "{\"errors\":[{\"code\":\"DIS1\",\"detail\":\"apikey=sandbox-key\"}]}");
        ticketmaster.cut(1, "/venues");
        ticketmaster.answer(100, "/events", 429, ECHO);
        var spotify = sandbox.servers().spotify().faults();
        spotify.echo(1, "/api/token", 503, "{\"error\":\"%s\"}");
        spotify.echo(1, "/v1/search", 200, "{\"oops\": \"%s\"}");
        spotify.answer(1, "/v1/search", 200, "{\"oops\": \"%s sandbox-secret\"}".formatted(BASIC));
        spotify.echo(2, "/v1/search", 400, "{\"error\":{\"status\":400,\"message\":\"%s\"}}");
        spotify.echo(100, "/v1/search", 401, "{\"error\":{\"status\":401,\"message\":\"%s\"}}");

        try (var tourbus = sandbox.managed().start()) {
            var report = tourbus.run("daily");

            assertThat(logged.lines())
                    .anyMatch(line -> line.contains("retry"))
                    .anyMatch(line -> line.contains("slice failed"));
            assertThat(logged.lines())
                    .anyMatch(line -> line.contains(": {\"oops\": \"***\"}"))
                    .anyMatch(line -> line.contains(": {\"oops\": \"*** ***\"}"))
                    .anyMatch(line -> line.contains("Spotify returned 401 ***"));
            assertThat(new ObjectMapper().writeValueAsString(report)).doesNotContain(SECRETS.toArray(String[]::new));
            assertThat(MBeans.all()).isNotEmpty().allSatisfy(SecretsTest::assertContainsNoSecret);
            assertThat(logged.lines()).allSatisfy(SecretsTest::assertContainsNoSecret);
        }
        assertThat(files())
                .anyMatch(file -> file.toString().endsWith(".gz"))
                .anyMatch(file -> file.toString().endsWith(".mv.db"))
                .allSatisfy(file -> assertContainsNoSecret(content(file)));
    }

    /** The files of the lake and the state. */
    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String content(Path file) throws IOException {
        try (var in = Files.newInputStream(file);
                var text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(text.readAllBytes(), ISO_8859_1);
        }
    }

    private static void assertContainsNoSecret(String text) {
        assertThat(text).doesNotContain(SECRETS.toArray(String[]::new));
    }
}
