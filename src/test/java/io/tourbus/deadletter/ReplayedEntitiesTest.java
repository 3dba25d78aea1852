package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tourbus.sandbox.SandboxServers;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entities that an older version rejected, and this one normalizes. */
class ReplayedEntitiesTest extends SandboxTest {

    private static final String RUN = "20261123T020000Z-daily-1f0c";
    private static final String FOLDER = "normalized/venues/year=2026/month=11/day=22/";
    private static final Map<String, String> TOP_TRACKS = Map.of(
            "run-started", "2026-11-22T23:59:59Z",
            "path", "/artists/4Z8W4fKeB5YxbusRsdQVPb/top-tracks",
            "parameter.market", "US",
            "number", "3");

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 1, 1, 1).set("tourbus.stream.max-attempts", "1");
    }

    @Test
    void rejectedEntitiesAreKeptWithReasonAndPosition() throws IOException {
        sandbox.servers().ticketmaster().faults().answer(1, "/venues", 200, """
                {"_embedded": {"venues": [{"name": "Hall"}]},
                 "page": {"size": 200, "totalElements": 1, "totalPages": 1, "number": 0}}""");

        var report = sandbox.run("venue-refresh");

        assertThat(report.sum("rejected")).isEqualTo(1);
        assertThat(sandbox.deadLetters())
                .extracting(StoredDeadLetter::letter)
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.NORMALIZE);
                    assertThat(letter.runId()).isEqualTo(report.runId());
                    assertThat(letter.reason()).isEqualTo("no id");
                    assertThat(letter.headers())
                            .containsEntry("path", "/venues")
                            .containsEntry("number", "1");
                    assertThat(new String(letter.payload(), UTF_8)).isEqualTo("{\"name\": \"Hall\"}");
                });
    }

    @Test
    void replayedRecordsGoToBothSinksAndTheOthersKeepTheirReason() throws IOException {
        keep(
                venue("good", "{\"id\":\"v1\",\"name\":\"Hall\"}"),
                venue("bad", "{\"name\":\"Hall\"}"),
                track(TOP_TRACKS),
                track(Map.of()));

        replay();

        assertThat(sandbox.deadLetters())
                .extracting(StoredDeadLetter::letter)
                .extracting(DeadLetter::reason, DeadLetter::attempts, DeadLetter::retryable)
                .containsExactly(tuple("no id", 2, false), tuple("not known whose top track", 2, false));
        assertThat(sandbox.streamed()).containsExactly("ticketmaster_v1", "spotify_t1");
        assertThat(sandbox.keys())
                .hasSize(4)
                .contains(FOLDER + RUN + "_good-letter-1.ndjson.gz", "raw/_runs/" + RUN + "/letter-1.json")
                .noneMatch(key -> key.startsWith("raw/ticketmaster"));
        var venue = sandbox.records("normalized/venues").get(0);
        assertThat(venue.path("run_id").asText()).isEqualTo(RUN);
        assertThat(venue.path("slice").asText()).isEqualTo("good");
        assertThat(venue.path("ingestion_timestamp").asText()).isEqualTo("2026-11-23T02:00:05Z");
        var track = sandbox.records("normalized/tracks").get(0);
        assertThat(track.path("artist_id").asText()).isEqualTo("spotify_4Z8W4fKeB5YxbusRsdQVPb");
        assertThat(track.path("rank").asInt()).isEqualTo(3);
        assertThat(track.path("market").asText()).isEqualTo("US");
    }

    @Test
    void aRecordThatOneSinkAcceptedIsReplayedToBothAndIsInTheLakeOnce() throws IOException {
        keep(venue("slice", "{\"id\":\"v1\",\"name\":\"Hall\"}"));
        sandbox.servers().kinesis().refuse(key -> true);

        replay();

        assertThat(sandbox.deadLetters()).hasSize(1);
        assertThat(sandbox.streamed()).isEmpty();
        var object = sandbox.file(FOLDER + RUN + "_slice-letter-1.ndjson.gz");
        var first = Files.readAllBytes(object);
        sandbox.servers().kinesis().refuse(key -> false);

        replay();
        replay();

        assertThat(sandbox.deadLetters()).isEmpty();
        assertThat(sandbox.streamed()).containsExactly("ticketmaster_v1");
        assertThat(sandbox.lines("normalized")).hasSize(1);
        assertThat(object).hasBinaryContent(first);
    }

    @Test
    void aRecordThatItsRunHasDeliveredIsNotDeliveredAgain() throws IOException {
        keep(
                venue("slice", "{\"id\":\"v1\",\"name\":\"Hall\"}"),
                venue("other", "{\"id\":\"v1\",\"name\":\"Hall, the\"}"));

        replay();

        assertThat(sandbox.deadLetters()).isEmpty();
        assertThat(sandbox.streamed()).hasSize(1);
        assertThat(sandbox.lines("normalized")).hasSize(1);
    }

    @Test
    void theVenueAndArtistsOfAReplayedEventAreDelivered() throws IOException {
        keep(letter(Stage.NORMALIZE, "events", "events", "", """
                {"id": "e1", "name": "Show", "dates": {"start": {"localDate": "2026-12-31"}},
                 "_embedded": {"venues": [{"id": "v1", "name": "Hall"}],
                               "attractions": [{"id": "a1", "name": "The Band"}]}}"""));

        replay();
        release();

        assertThat(sandbox.deadLetters()).isEmpty();
        assertThat(sandbox.servers().kinesis().records(SandboxServers.STREAM))
                .extracting(record -> record.partitionKey())
                .containsExactlyInAnyOrder("ticketmaster_v1", "ticketmaster_a1", "ticketmaster_e1")
                .endsWith("ticketmaster_e1");
        assertThat(sandbox.keys()).contains(FOLDER + RUN + "_events-letter-1.ndjson.gz");
        var concert = sandbox.records("normalized/concerts").get(0);
        assertThat(concert.path("venue_id").asText()).isEqualTo("ticketmaster_v1");
        assertThat(concert.path("artist_id").asText()).isEqualTo("ticketmaster_a1");
    }

    @Test
    void rejectedEntitiesAreNotRetriedAutomatically() throws IOException {
        keep(
                venue("slice", "{\"id\":\"v1\",\"name\":\"Hall\"}"),
                letter(Stage.of("stream"), "slice", "venues", "key", "{}"));
        release();

        try (var tourbus = sandbox.start()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            tourbus.progress().isEmpty() && sandbox.streamed().contains("key"));
        }

        assertThat(sandbox.deadLetters())
                .extracting(stored -> stored.letter().stage())
                .containsExactly(Stage.NORMALIZE);
        assertThat(sandbox.streamed()).containsExactly("key");
    }

    private void replay() {
        release();
        try (var tourbus = sandbox.start()) {
            tourbus.replay();
        }
    }

    private void release() {
        try (var state = sandbox.state()) {
            state.deadLetters()
                    .release(state.deadLetters().after(0, 100).stream()
                            .map(StoredDeadLetter::id)
                            .toList());
        }
    }

    private void keep(DeadLetter... letters) {
        try (var state = sandbox.state()) {
            state.deadLetters().add(List.of(letters));
        }
    }

    private static DeadLetter venue(String slice, String json) {
        return letter(Stage.NORMALIZE, slice, "venues", "", json);
    }

    private static DeadLetter track(Map<String, String> headers) {
        var json = "{\"id\":\"t1\",\"name\":\"Track\"}";
        return letter(Stage.NORMALIZE, "top-tracks-" + headers.size(), "tracks", "", json, headers);
    }

    private static DeadLetter letter(Stage stage, String slice, String entity, String target, String json) {
        return letter(stage, slice, entity, target, json, Map.of("run-started", "2026-11-22T23:59:59Z"));
    }

    private static DeadLetter letter(
            Stage stage, String slice, String entity, String target, String json, Map<String, String> headers) {
        var source = entity.equals("tracks") ? "spotify" : "ticketmaster";
        var at = Instant.parse("2026-11-23T02:00:05Z");
        var payload = json.getBytes(UTF_8);
        return new DeadLetter(stage, RUN, slice, source, entity, target, headers, payload, "rejected", false, 1, at);
    }
}
