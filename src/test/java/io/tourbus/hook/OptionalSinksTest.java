package io.tourbus.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tourbus.model.Entity;
import io.tourbus.run.RunReport.Status;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.PostgresCluster;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.Logged;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sinks that hooks send copies to. */
class OptionalSinksTest extends SandboxTest {

    private static final String HOOK = """
            - route:
                id: hook-before-stream
                from:
                  uri: direct:hook-before-stream
                  steps:
                    - filter:
                        expression:
                          simple:
                            expression: ${header.TourbusEntity} == 'venues'
                        steps:
                          - setHeader:
                              name: CamelHttpPath
                              expression:
                                constant:
                                  expression: /of/another/request
                          - to:
                              uri: direct:sink-copies
            - templatedRoute:
                routeTemplateRef: %s
                routeId: sink-copies
                parameters:
                  - name: name
                    value: copies
            """;

    private static final String PARAMETER = """
                  - name: %s
                    value: %s
            """;

    private final AtomicInteger status = new AtomicInteger(503);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Set<String> addresses = ConcurrentHashMap.newKeySet();
    private HttpServer server;
    private Path home;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            addresses.add(exchange.getRequestURI().toString());
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (status.get() == 200) {
                received.add(body);
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        home = HomeFolder.live(folder);
        sandbox = new SandboxContext(folder, 2, 3, 3).set("tourbus.run.only", "ticketmaster");
    }

    @AfterEach
    void close() {
        HomeFolder.leave();
        server.stop(0);
    }

    private Path write(String template, String... parameters) throws IOException {
        var text = new StringBuilder(HOOK.formatted(template));
        for (int i = 0; i < parameters.length; i += 2) {
            text.append(PARAMETER.formatted(parameters[i], parameters[i + 1]));
        }
        return Files.writeString(home.resolve("routes/hooks/copies.camel.yaml"), text);
    }

    private String url() {
        return "http://127.0.0.1:%d/secret".formatted(server.getAddress().getPort());
    }

    @Test
    void whatASinkDoesNotAcceptIsSentAgainLater() throws IOException {
        var hook = write("http-sink", "url", url());

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).as("%s", report.notes()).isEqualTo(Status.COMPLETE);
        assertThat(sandbox.streamed()).hasSize(3);
        assertThat(sandbox.deadLetters())
                .hasSize(3)
                .extracting(stored -> stored.letter())
                .allSatisfy(letter -> {
                    assertThat(letter.stage().label()).isEqualTo("sink-copies");
                    assertThat(letter.reason()).isEqualTo("HTTP 503 from 127.0.0.1");
                    assertThat(letter.target()).startsWith("ticketmaster_");
                    assertThat(letter.retryable()).isTrue();
                });

        try (var state = sandbox.state()) {
            assertThat(state.deadLetters().countRetryable()).isZero();
        }
        try (var tourbus = sandbox.start()) {
            tourbus.replay();
        }
        assertThat(sandbox.deadLetters())
                .hasSize(3)
                .anyMatch(stored -> stored.letter().attempts() == 2);

        status.set(200);
        Files.delete(hook);
        try (var logged = new Logged();
                var tourbus = sandbox.start()) {
            tourbus.replay();
            assertThat(logged.warnings())
                    .contains("dead letters not redelivered stage=sink-copies reason=there is no such sink anymore:"
                            + " add it, or drop the dead letters");
        }

        write("http-sink", "url", url());
        try (var tourbus = sandbox.start()) {
            tourbus.replay();
        }
        assertThat(sandbox.deadLetters()).isEmpty();
        assertThat(received).hasSize(3).allMatch(body -> body.contains("\"venue_id\":\"ticketmaster_"));
        assertThat(addresses).containsExactly("/secret");
    }

    @Test
    void aSinkThatIsDownIsNotCalledForItsDeadLetters() throws IOException {
        var hooks = write("http-sink", "url", url());
        Files.writeString(
                hooks,
                Files.readString(hooks)
                        .replace("before-stream", "on-dead-letter")
                        .replace("${header.TourbusEntity} == 'venues'", "${body[stage]} != null"));
        Files.writeString(hooks.resolveSibling("fail.camel.yaml"), """
                - route:
                    id: fail
                    from:
                      uri: direct:hook-before-stream
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: no luck
                """);

        var report = sandbox.run("venue-refresh");

        assertThat(report.sum("dead_letters")).isEqualTo(3);
        assertThat(sandbox.deadLetters())
                .extracting(stored -> stored.letter().stage().label())
                .containsOnly("before-stream", "sink-copies")
                .hasSize(6);
    }

    @Test
    void aSinkThatIsRequiredFailsTheSlice() throws IOException {
        write("http-sink", "url", url(), "on-failure", "fail-slice");

        var report = sandbox.run("venue-refresh");

        assertThat(report.sum("lost")).isEqualTo(3);
        assertThat(report.notes()).anyMatch(note -> note.contains("sink-copies: HTTP 503 from 127.0.0.1"));
        assertThat(sandbox.deadLetters()).isEmpty();
    }

    @Test
    void rowsOfPostgresqlAreReplaced() throws Exception {
        try (var postgres = PostgresCluster.start().orElse(null)) {
            Assumptions.assumeTrue(postgres != null, "PostgreSQL is not installed");
            var url = postgres.url("postgres");
            var file = write("postgresql-sink", "url", url, "user", PostgresCluster.USER, "table", "public.venues");
            try (var trial = new HookTrial(Path.of(""), SettingsOverrides.of(Map.of()), true)
                    .load(List.of(Path.of("routes/optional-sinks.camel.yaml"), file))) {
                for (var name : List.of("Arena", "It's a \\\"Hall\\\"")) {
                    var record = "{\"venue_id\":\"ticketmaster_1\",\"name\":\"%s\"}".formatted(name);
                    assertThat(trial.call(Hook.BEFORE_STREAM, record.getBytes(UTF_8), Entity.VENUES))
                            .extracting(HookTrial.Result::outcome, HookTrial.Result::detail)
                            .containsExactly("unchanged", "");
                }
            }
            try (var connection = DriverManager.getConnection(url, PostgresCluster.USER, "");
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT id, record ->> 'name' FROM venues")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("ticketmaster_1");
                assertThat(rows.getString(2)).isEqualTo("It's a \"Hall\"");
                assertThat(rows.next()).isFalse();
            }
        }
    }
}
