package io.tourbus.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.lake.LakeFront;
import io.tourbus.sandbox.server.SeenRequest;
import io.tourbus.sandbox.stream.KinesisStream;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.State;
import io.tourbus.testing.LakeFiles;
import io.tourbus.testing.Program;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run in a separate process is killed, and the next start continues it. */
class KilledRunTest {

    private static final TicketmasterServer.Options UNHURRIED =
            new TicketmasterServer.Options("sandbox-key", 1_000, 100_000);

    /** A process starts in a few seconds, but not beside other builds. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private final Catalogue catalogue =
            new Catalogue(new Catalogue.Size(7, 30, 30, 300, LocalDate.now(ZoneOffset.UTC)));
    private SandboxServers servers;
    private Map<String, String> environment;
    private Map<String, String> settings;

    @BeforeEach
    void open() throws IOException {
        servers = new SandboxServers(catalogue, folder.resolve("lake"), 0, UNHURRIED);
        environment = new HashMap<>(servers.environment());
        settings = new HashMap<>(servers.overrides());
        servers.systemProperties().forEach(System::setProperty);
        set("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "tourbus.ticketmaster.millis-per-request", "2");
        set("TOURBUS_TICKETMASTER_PAGE_SIZE", "tourbus.ticketmaster.page-size", "20");
        set("API_RATE_LIMIT_REQUESTS", "tourbus.spotify.requests-per-minute", "60000");
        set("TOURBUS_TICKETMASTER_MAX_SLICES_AT_ONCE", "tourbus.ticketmaster.max-slices-at-once", "4");
        set("TOURBUS_SPOTIFY_MAX_SLICES_AT_ONCE", "tourbus.spotify.max-slices-at-once", "3");
        set("TOURBUS_RUN_ALLOW_EMPTY", "tourbus.run.allow-empty", "true");
    }

    /** For the processes, and for the commands in this process. */
    private void set(String variable, String key, String value) {
        environment.put(variable, value);
        settings.put(key, value);
    }

    @AfterEach
    void close() {
        servers.systemProperties().keySet().forEach(System::clearProperty);
        servers.close();
    }

    /**
     * After how many of 35 requests: {@code -Dtourbus.kills=50} for as many moments, two fixed ones and others by chance, the
     * same each time. After an odd number the run is resumed by {@code resume}, after an even one by a second start, which other
     * tests try as well.
     */
    static IntStream moments() {
        var kills = Integer.getInteger("tourbus.kills", 1);
        return IntStream.concat(IntStream.of(21, 8), new Random(kills).ints(kills, 3, 30))
                .limit(kills);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aKilledRunIsResumedWithoutLossAndWithoutDuplicatesInTheLake(int requests) throws Exception {
        killAfter(requests);
        var died = died();
        var done = slices(died).stream()
                .filter(SliceProgress::done)
                .map(SliceProgress::slice)
                .filter(slice -> slice.source().equals("ticketmaster"))
                .toList();
        var before = servers.ticketmaster().seen().size();
        var underWay = slices(died).stream()
                .filter(slice -> !slice.done())
                .map(slice -> slice.slice().name())
                .toList();

        leaveObjects(died, underWay);

        var ended = requests % 2 == 0 ? run() : resume();

        assertThat(ended.code()).as("%s", ended).isZero();
        assertThat(ended.out()).contains("run " + died.runId(), "resumed after a crash or a time limit");
        assertThat(done)
                .allMatch(slice -> askedFrom(before)
                        .noneMatch(request -> request.query()
                                .entrySet()
                                .containsAll(slice.parameters().entrySet())));
        assertThat(ids("normalized/concerts", "concert_id"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        catalogue.concertRecordIds().toList());
        assertThat(ids("normalized/venues", "venue_id"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(catalogue.venueRecordIds().toList());
        assertThat(ids("normalized/artists", "artist_id"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(catalogue.artistRecordIds().toList());
        assertThat(streamed())
                .containsAll(catalogue.concertRecordIds().toList())
                .containsAll(catalogue.venueRecordIds().toList())
                .containsAll(ids("normalized/tracks", "track_id"))
                .containsAll(catalogue.artistRecordIds().toList());
        assertOnlySlicesInProgressAreInTheStreamTwice(underWay);
        assertPerformersHaveRecordsInTheLake();
        assertThat(verified())
                .isEqualTo("verified run %s: %,d objects, %,d records, all present and unchanged"
                        .formatted(
                                died.runId(),
                                objects(),
                                lake().lines("normalized").size()));
        try (var state = state()) {
            assertThat(state.runs().unfinished("daily")).isEmpty();
            assertThat(state.landedObjects().find(died.runId())).isEmpty();
        }
    }

    /** Objects that the process wrote just before it was killed, whose records other slices deliver after the resume. */
    private void leaveObjects(KnownRun run, List<String> slices) throws IOException {
        var partition = DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd")
                .withZone(ZoneOffset.UTC)
                .format(run.started());
        var track = "{\"track_id\":\"spotify_of-the-killed-process\"}".getBytes(UTF_8);
        for (var slice : slices) {
            var key = "normalized/tracks/%s/%s_%s.ndjson.gz".formatted(partition, run.runId(), slice);
            lake().write(key, track);
        }
    }

    @Test
    void withoutADiedRunThereIsNothingToResume() throws Exception {
        assertThat(resume().out()).contains("Nothing to resume.");
    }

    @Test
    void aRunKilledAfterItsManifestSendsNoRequestAndWritesTheSameManifest() throws Exception {
        try (var front = new LakeFront(servers.lake().endpoint())) {
            front.neverAnswerPutsOf("/_runs/");
            environment.put("AWS_ENDPOINT_URL_S3", front.endpoint().toString());
            var process = start();
            await().atMost(PATIENCE).until(() -> front.unanswered() == 1);
            process.kill();
        }
        var died = died();
        var objects = objects();
        var streamed = streamed().size();
        var asked = servers.ticketmaster().seen().size();

        var ended = run();

        assertThat(ended.code()).as("%s", ended).isZero();
        assertThat(ended.out()).contains("run " + died.runId());
        assertThat(askedFrom(asked)).isEmpty();
        assertThat(objects()).isEqualTo(objects);
        assertThat(streamed()).hasSize(streamed);
        assertThat(verified())
                .startsWith("verified run %s: %,d objects, ".formatted(died.runId(), objects))
                .endsWith(", all present and unchanged");
    }

    @Test
    void aStoppedRunFinishesItsSlicesAndReportsWhatIsMissing() throws Exception {
        servers.ticketmaster().faults().latency(Duration.ofMillis(50));
        var process = start();
        await().atMost(PATIENCE).until(() -> servers.ticketmaster().seen().size() >= 8);

        process.terminate();

        var ended = process.ended();
        assertThat(ended.out()).as(ended.err()).contains("stopped, because Tourbus is shutting down");
        assertThat(ended.code()).isEqualTo(3);
        servers.ticketmaster().faults().latency(Duration.ZERO);
        assertThat(run().code()).isZero();
        assertThat(new HashSet<>(ids("normalized/concerts", "concert_id")))
                .containsExactlyInAnyOrderElementsOf(
                        catalogue.concertRecordIds().toList());
    }

    @Test
    void aJobOfAnotherProcessIsNotStartedAgainAndIsResumedOnlyWithItsOptions() throws Exception {
        servers.ticketmaster().faults().latency(Duration.ofMillis(200));
        var first = start();
        await().atMost(PATIENCE).until(() -> !servers.ticketmaster().seen().isEmpty());

        var second = run();

        assertThat(second.code()).isEqualTo(75);
        assertThat(second.err()).contains("in use");
        first.kill();
        set("TOURBUS_TICKETMASTER_UNDATED", "tourbus.ticketmaster.undated", "false");

        var resumed = resume();

        assertThat(resumed.code()).isEqualTo(1);
        assertThat(resumed.err())
                .contains("Run %s is not resumed, because its options differ".formatted(died().runId()));
    }

    /**
     * One batch of each slice whose delivery had begun: as many slices as both sources read at once, at most. An artist of events
     * in several slices belongs to the one that is read first, which can be another one after the kill.
     */
    private void assertOnlySlicesInProgressAreInTheStreamTwice(List<String> slices) throws IOException {
        assertThat(slices).hasSizeLessThanOrEqualTo(3 + 4);
        var embedded = twice(true);
        var others = twice(false);
        assertThat(lake().idsOfSlices(slices)).containsAll(others);
        assertThat(lake().records("normalized/artists"))
                .extracting(artist -> artist.path("artist_id").asText())
                .containsAll(embedded);
        assertThat(others.size() + embedded.size()).isLessThanOrEqualTo(1_000 * slices.size());
    }

    private void assertPerformersHaveRecordsInTheLake() throws IOException {
        var artists = lake().records("normalized/artists").stream()
                .map(artist -> artist.path("artist_id").asText())
                .toList();
        assertThat(artists)
                .doesNotHaveDuplicates()
                .containsAll(lake().records("normalized/concerts").stream()
                        .flatMap(concert -> concert.path("performers").findValuesAsText("artist_id").stream())
                        .toList());
    }

    private List<String> twice(boolean embedded) {
        var times = servers.kinesis().records(SandboxServers.STREAM).stream()
                .filter(record -> LakeFiles.isEmbeddedArtist(record.data()) == embedded)
                .collect(Collectors.groupingBy(KilledRunTest::idAndHash, Collectors.counting()));
        assertThat(times.values()).allMatch(count -> count <= 2);
        return times.keySet().stream()
                .filter(record -> times.get(record) > 1)
                .map(record -> record.substring(0, record.indexOf(' ')))
                .toList();
    }

    private static String idAndHash(KinesisStream.Stored record) {
        try {
            var json = new ObjectMapper().readTree(record.data());
            return record.partitionKey() + " " + json.path("record_hash").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void killAfter(int requests) throws IOException, InterruptedException {
        servers.ticketmaster().faults().latency(Duration.ofMillis(20));
        var process = start();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> servers.ticketmaster().seen().size() >= requests || !process.isAlive());
        process.kill();
        servers.ticketmaster().faults().latency(Duration.ZERO);
    }

    private KnownRun died() {
        try (var state = state()) {
            return state.runs().unfinished("daily").orElseThrow();
        }
    }

    private List<SliceProgress> slices(KnownRun run) {
        try (var state = state()) {
            return state.slices().ofRun(run.runId());
        }
    }

    private State state() {
        return State.open("jdbc:h2:file:" + folder.resolve("state/state").toAbsolutePath(), "", "");
    }

    /** The requests to Ticketmaster after the first ones. */
    private Stream<SeenRequest> askedFrom(int before) {
        return servers.ticketmaster().seen().stream().skip(before);
    }

    private TourbusProcess start() throws IOException {
        return TourbusProcess.start(Path.of(""), folder, environment, "run", "daily");
    }

    /** The run after a kill is not killed, so it runs in this process. */
    private Program.Ended run() {
        return Program.run(settings, "run", "daily");
    }

    private Program.Ended resume() {
        return Program.run(settings, "resume");
    }

    private String verified() {
        return Program.run(settings, "verify").out().strip();
    }

    private long objects() throws IOException {
        return lake().keys().stream().filter(key -> key.endsWith(".gz")).count();
    }

    private LakeFiles lake() {
        return new LakeFiles(folder.resolve("lake").resolve(SandboxServers.BUCKET));
    }

    private List<String> ids(String below, String field) throws IOException {
        return lake().records(below).stream()
                .filter(record -> !LakeFiles.isEmbeddedArtist(record))
                .map(record -> record.path(field).asText())
                .toList();
    }

    private List<String> streamed() {
        return servers.kinesis().records(SandboxServers.STREAM).stream()
                .filter(record -> !LakeFiles.isEmbeddedArtist(record.data()))
                .map(record -> record.partitionKey())
                .toList();
    }
}
