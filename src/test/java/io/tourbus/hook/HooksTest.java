package io.tourbus.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Sha256;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All hooks in a run: what they change, drop and copy, and what happens when they fail. */
class HooksTest extends SandboxTest {

    private static final String ROUTE = """
            - route:
                id: hook-%1$s
                description: A hook.
                from:
                  uri: direct:hook-%1$s
                  steps:
            """;

    private static final String DROP = """
                    - filter:
                        expression:
                          simple:
                            expression: ${body[%s]} == '%s'
                        steps:
                          - bean:
                              ref: record
                              method: drop
            """;

    private static final String FAIL = """
                    - filter:
                        expression:
                          simple:
                            expression: ${body[%s]} == '%s'
                        steps:
                          - throwException:
                              exceptionType: java.lang.IllegalStateException
                              message: no luck
            """;

    private static final String SET = """
                    - filter:
                        expression:
                          simple:
                            expression: ${header.TourbusEntity} == 'events'
                        steps:
                          - bean:
                              ref: record
                              method: set('%s', 'by a hook', *)
            """;

    private static final String COPY = """
                    - to:
                        uri: direct:sink-%s
            """;

    private static final String FILE = """
            - templatedRoute:
                routeTemplateRef: file-sink
                routeId: sink-%1$s
                parameters:
                  - name: name
                    value: %1$s
                  - name: folder
                    value: %2$s
                  - name: file
                    value: %1$s.ndjson
            """;

    private Path hooks;
    private List<String> concerts;

    @BeforeEach
    void install() throws IOException {
        hooks = HomeFolder.live(folder).resolve("routes/hooks");
        sandbox = new SandboxContext(folder, 2, 2, 12)
                .set("tourbus.run.only", "ticketmaster")
                .set("tourbus.lake.unchanged", "false");
        concerts = sandbox.catalogue().concertRecordIds().sorted().toList();
    }

    @AfterEach
    void leave() {
        HomeFolder.leave();
    }

    private void write(String hook, String... steps) throws IOException {
        Files.writeString(hooks.resolve(hook + ".camel.yaml"), ROUTE.formatted(hook) + String.join("", steps));
    }

    private String raw(int concert) {
        return concerts.get(concert).replace("ticketmaster_", "");
    }

    @Test
    void hooksChangeAndDropAndTheirFailuresAreReplayed() throws IOException {
        write("before-normalize", DROP.formatted("id", raw(0)), FAIL.formatted("id", raw(1)));
        write(
                "after-normalize",
                DROP.formatted("concert_id", concerts.get(2)),
                FAIL.formatted("concert_id", concerts.get(3)),
                SET.formatted("note"));
        write(
                "before-lake",
                DROP.formatted("concert_id", concerts.get(4)),
                FAIL.formatted("concert_id", concerts.get(5)),
                SET.formatted("only_lake"));
        write(
                "before-stream",
                DROP.formatted("concert_id", concerts.get(6)),
                FAIL.formatted("concert_id", concerts.get(7)));
        for (var hook : List.of("after-slice", "after-run", "on-dead-letter")) {
            write(hook, COPY.formatted(hook));
            Files.writeString(hooks.resolve("sink-%s.camel.yaml".formatted(hook)), FILE.formatted(hook, folder));
        }

        var report = sandbox.run("daily");

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(counts(report))
                .contains(
                        entry("fetched", 12L),
                        entry("delivered", 8L),
                        entry("dropped", 2L),
                        entry("rejected", 2L),
                        entry("lake_dropped", 1L),
                        entry("stream_dropped", 1L),
                        entry("dead_letters", 2L));
        assertThat(concertsIn(sandbox.landed(report))).isEqualTo(without(0, 1, 2, 3, 4, 5));
        assertThat(concertsIn(sandbox.streamed())).isEqualTo(without(0, 1, 2, 3, 6, 7));
        assertThat(sandbox.records("raw/ticketmaster/events")).hasSize(12);
        assertThat(sandbox.records("normalized/concerts")).allSatisfy(record -> {
            assertThat(record.path("note").asText()).isEqualTo("by a hook");
            assertThat(record.path("only_lake").asText()).isEqualTo("by a hook");
            assertThat(record.path("record_hash").asText()).isEqualTo(hash(record));
        });
        assertThat(sandbox.deadLetters())
                .extracting(StoredDeadLetter::letter)
                .extracting(letter -> letter.stage().label() + ": " + letter.reason())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of("before-normalize", "after-normalize", "before-lake", "before-stream")
                                .map("%1$s: %1$s: IllegalStateException no luck"::formatted)
                                .toList());
        assertThat(copies("after-run")).singleElement().asString().contains("\"status\":\"partial\"");
        assertThat(copies("after-slice")).anyMatch(line -> line.contains("\"entity\":\"events\""));
        assertThat(copies("on-dead-letter"))
                .hasSize(4)
                .anyMatch(line -> line.contains("\"stage\":\"before-stream\"") && line.contains(concerts.get(7)));

        assertThat(counts(sandbox.run("daily")))
                .contains(entry("unchanged", 8L), entry("stream_records", 0L), entry("lake_records", 0L));

        write("before-normalize", DROP.formatted("id", raw(0)));
        write("after-normalize", SET.formatted("note"));
        write("before-lake", SET.formatted("only_lake"));
        write("before-stream", SET.formatted("only_stream"));
        try (var state = sandbox.state()) {
            state.deadLetters().release(state.deadLetters().ids());
        }
        try (var tourbus = sandbox.start()) {
            tourbus.replay();
        }
        assertThat(sandbox.deadLetters()).isEmpty();
        assertThat(concertsIn(sandbox.landed(report))).isEqualTo(without(0, 2, 4));
        assertThat(concertsIn(sandbox.streamed())).isEqualTo(without(0, 2, 6));
    }

    /** The hash of the fields without those of the origin. */
    private static String hash(JsonNode record) {
        var fields = record.toString();
        var content = fields.substring(0, fields.indexOf(",\"data_type\"")) + "}";
        return HexFormat.of().formatHex(Sha256.hash(content.getBytes(UTF_8)));
    }

    private List<String> copies(String sink) throws IOException {
        return Files.readAllLines(folder.resolve(sink + ".ndjson"));
    }

    private static Map<String, Long> counts(RunReport report) {
        return report.lines().stream()
                .filter(line -> line.entity().equals("events"))
                .findFirst()
                .orElseThrow()
                .counts();
    }

    private Set<String> concertsIn(List<String> ids) {
        return ids.stream().filter(concerts::contains).collect(Collectors.toSet());
    }

    private Set<String> without(Integer... indexes) {
        Set<String> left = new HashSet<>(concerts);
        List.of(indexes).forEach(index -> left.remove(concerts.get(index)));
        return left;
    }

    @Test
    void aHookThatDoesNotExistPreventsTheStart() throws IOException {
        write("before-steam", "");
        Files.writeString(hooks.resolve("webhook.yaml"), "");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(sandbox::start))
                .hasMessageContaining(
                        "before-steam.camel.yaml line 1: The route 'hook-before-steam' has no list of 'steps' under 'from'.")
                .hasMessageContaining("webhook.yaml is not read. Rename it to webhook.camel.yaml");
    }
}
