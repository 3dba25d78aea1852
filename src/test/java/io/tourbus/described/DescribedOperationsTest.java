package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.Modules;
import io.tourbus.described.ApiServer.Request;
import io.tourbus.described.ApiServer.Response;
import io.tourbus.operations.DeadLetterSelection;
import io.tourbus.run.RunReport;
import io.tourbus.settings.SettingsTable;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.Program;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users do after a run of a described source, and after a crash: the same as for the other sources. */
class DescribedOperationsTest extends SandboxTest {

    private static final int CITIES = 5;
    private static final String DESCRIPTION = """
            title: Gigs
            base-url: %s
            authentication: {kind: api-key, in: header, name: X-Key}
            millis-per-request: 2
            slices-at-once: 1
            settings:
              cities: {type: list, default: 'c0,c1,c2,c3,c4', description: Cities to read.}
            record-types:
              songs:
                properties:
                  name: {type: string}
                  plays: {type: integer, minimum: 0}
                  writers: {type: array, items: {type: string}}
                  concert_id: {type: string}
            entities:
              songs: {path: /songs, id: {from: /id, prefix: song-}, map: {name: /title, plays: /plays, writers: {each: /by, value: /name}, concert_id: /gig}}
              events:
                path: /gigs
                slices: {kind: list, parameter: city, setting: cities}
                id: /id
                require: [/title]
                map: {name: /title, genre: /genre}
            """;

    private final CountDownLatch killed = new CountDownLatch(1);
    private volatile boolean waits;
    private ApiServer api;
    private Path file;

    @BeforeEach
    void install() throws IOException {
        api = new ApiServer(this::serve);
        var home = HomeFolder.live(folder);
        file = Files.createDirectory(home.resolve("sources")).resolve("gigs-2.source.yaml");
        Files.writeString(file, DESCRIPTION.formatted(api.url()));
        sandbox = new SandboxContext(folder, 1, 1, 1)
                .modules(Modules.installed())
                .set("tourbus.run.only", "gigs-2")
                .set("tourbus.gigs-2.api-key", "secret-key");
    }

    @AfterEach
    void leave() {
        HomeFolder.leave();
        SettingsTable.declare(List.of());
        killed.countDown();
        api.close();
    }

    /** Two gigs in each city. The second one of the first city has no title. */
    private Response serve(Request request) {
        if (request.path().equals("/songs")) {
            return Response.of(200, """
                    {"songs": [{"id": 1, "title": "One", "plays": 7, "by": [{"name": "Ann"}, {"name": "Bob"}], "gig": "c0-0"},
                               {"id": 2, "title": "Two", "plays": "many"}]}""");
        }
        var city = request.parameter("city", "");
        if (waits && city.equals("c3")) {
            await().until(() -> killed.getCount() == 0);
        }
        return Response.of(
                200,
                "{\"gigs\": [%s]}"
                        .formatted(IntStream.range(0, 2)
                                .mapToObj(i -> "{\"id\": \"%s-%d\", \"title\": \"%s\", \"genre\": \"ROCK\"}"
                                        .formatted(city, i, city.equals("c0") && i == 1 ? "" : "Gig " + i))
                                .collect(Collectors.joining(","))));
    }

    @Test
    void theApiShowsItAndEditsOfItsDescriptionApplyToDeadLettersAndReprocessing() throws IOException {
        var port = FreePort.find();
        try (var tourbus = sandbox.serve(port);
                var operations = tourbus.operations()) {
            var report = tourbus.run("daily");

            assertThat(report.status()).isEqualTo(RunReport.Status.COMPLETE);
            assertThat(get(port, "sources").findValuesAsText("source")).contains("gigs-2");
            assertThat(get(port, "records?entity=events").findValuesAsText("concert_id"))
                    .contains("gigs-2_c0-0", "gigs-2_c4-1")
                    .hasSize(2 * CITIES - 1);
            assertThat(get(port, "dead-letters/groups").toString()).contains("gigs-2", "no /title");
            assertThat(get(port, "runs/" + report.runId() + "/slices").toString())
                    .contains("events c3");

            assertThat(get(port, "records?entity=songs").findValuesAsText("name"))
                    .containsExactlyInAnyOrder("One", "Two");
            assertThat(songs())
                    .containsExactlyInAnyOrder(
                            "gigs-2_song-1 One 7 [\"Ann\",\"Bob\"] gigs-2_c0-0", "gigs-2_song-2 Two null null null");
            assertThat(sandbox.streamed()).contains("gigs-2_song-1");

            edit("genre: /genre", "genre: {from: /genre, lowr: true}");
            await().until(() -> get(port, "reload").toString().contains("lowr"));
            assertThat(get(port, "reload").findValuesAsText("reason"))
                    .containsExactly("Unknown field: entities.events.map.genre.lowr. Did you mean lower?");
            assertThat(get(port, "reload").findValuesAsText("line")).containsExactly("22");

            edit("lowr: true", "lower: true");
            edit("map: {name: /title, plays", "map: {name: {from: /title, lower: true}, plays");
            edit("    require: [/title]\n", "");
            await().until(() -> get(port, "reload").findValuesAsText("reason").isEmpty());
            assertThat(operations
                            .replay(new DeadLetterSelection(List.of(), true))
                            .redelivered())
                    .isEqualTo(1);
            assertThat(sandbox.streamed()).contains("gigs-2_c0-1");
            assertThat(operations.deadLetters(0, 10).letters()).isEmpty();

            assertThat(genres()).contains("ROCK");
            assertThat(tourbus.reprocess(report.runId()).different()).isEqualTo(CITIES + 1);
            assertThat(songs()).anyMatch(song -> song.startsWith("gigs-2_song-1 one 7"));
            assertThat(genres()).containsOnly("rock").hasSizeGreaterThanOrEqualTo(2 * CITIES);
        }
        assertThat(api.requests()).hasSize(CITIES + 1);
    }

    private void edit(String old, String replacement) throws IOException {
        var text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, replacement));
    }

    private List<String> songs() throws IOException {
        return sandbox.records("normalized/songs").stream()
                .map(song -> Stream.of("id", "name", "plays", "writers", "concert_id")
                        .map(field -> song.get(field).isTextual()
                                ? song.get(field).asText()
                                : song.get(field).toString())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private List<String> genres() throws IOException {
        return sandbox.records("normalized/concerts").stream()
                .map(concert -> concert.path("genre").asText())
                .toList();
    }

    private static JsonNode get(int port, String path) throws IOException {
        var url = URI.create("http://127.0.0.1:%d/api/%s".formatted(port, path)).toURL();
        try (var in = url.openStream()) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void aRunWhoseProcessWasKilledIsResumed() throws Exception {
        waits = true;
        Map<String, String> environment = new HashMap<>(sandbox.servers().environment());
        environment.put("TOURBUS_GIGS_2_API_KEY", "secret-key");
        var home = file.getParent().getParent();

        var first = TourbusProcess.start(home, folder, environment, "run", "daily", "--only", "gigs-2");
        await().atMost(Duration.ofMinutes(3)).until(() -> cities().contains("c3") || !first.isAlive());
        first.kill();
        waits = false;
        killed.countDown();
        var settings = new HashMap<>(sandbox.servers().overrides());
        settings.put("tourbus.gigs-2.api-key", "secret-key");
        var second = Program.run(settings, "run", "daily", "--only", "gigs-2");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("resumed after a crash");
        // A kill loses what was stored in the last milliseconds, so the slice before can be read again.
        assertThat(cities())
                .isIn(List.of("c0", "c1", "c2", "c3", "c3", "c4"), List.of("c0", "c1", "c2", "c3", "c2", "c3", "c4"));
        assertThat(sandbox.records("normalized/concerts"))
                .extracting(concert -> concert.path("concert_id").asText())
                .doesNotHaveDuplicates()
                .hasSize(2 * CITIES - 1);
    }

    private List<String> cities() {
        return api.requests().stream()
                .map(request -> request.parameter("city", ""))
                .filter(city -> !city.isEmpty())
                .toList();
    }
}
