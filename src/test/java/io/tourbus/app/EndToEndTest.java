package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Entity;
import io.tourbus.model.Schemas;
import io.tourbus.run.RunReport;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.testing.LakeFiles;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daily job, from simulated APIs to the lake and the stream. */
class EndToEndTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<Entity, String> FOLDERS = Map.of(
            Entity.ARTISTS,
            "normalized/artists",
            Entity.TRACKS,
            "normalized/tracks",
            Entity.VENUES,
            "normalized/venues",
            Entity.EVENTS,
            "normalized/concerts");
    private static final Map<Entity, String> IDS = Map.of(
            Entity.ARTISTS,
            "artist_id",
            Entity.TRACKS,
            "track_id",
            Entity.VENUES,
            "venue_id",
            Entity.EVENTS,
            "concert_id");

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static RunReport report;

    @BeforeAll
    static void runTheDailyJob() throws IOException {
        sandbox = new SandboxContext(folder, 900, 150, 2_000);
        var known = sandbox.catalogue().artistRecordIds().limit(70).map(id -> id.substring("spotify_".length()));
        sandbox.set("tourbus.spotify.artist-ids", known.collect(Collectors.joining(",")) + ",unknownUnknownUnknown0");
        report = sandbox.run("daily");
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void objectNamesContainTheRunAndTheSliceOfTheirRecords() throws IOException {
        var lake = new LakeFiles(sandbox.file(""));
        for (var key : sandbox.keys()) {
            if (key.startsWith("normalized/")) {
                assertThat(lake.recordsOf(key))
                        .isNotEmpty()
                        .allMatch(record -> key.endsWith("/%s_%s.ndjson.gz"
                                .formatted(
                                        record.path("run_id").asText(),
                                        record.path("slice").asText())));
            }
        }
    }

    @Test
    void everyIdOfTheCatalogueIsInTheLakeOnce() throws IOException {
        Map<Entity, List<String>> ids = new TreeMap<>();
        for (var entity : sandbox.expectedIds().keySet()) {
            ids.put(
                    entity,
                    ids(
                            entity,
                            sandbox.lines(FOLDERS.get(entity)).stream()
                                    .filter(line -> !LakeFiles.isEmbeddedArtist(line))
                                    .toList()));
        }

        assertThat(ids).isEqualTo(sandbox.expectedIds());
    }

    @Test
    void everyIdOfTheCatalogueIsInTheStreamOnceAsPartitionKey() throws IOException {
        var records = sandbox.servers().kinesis().records(SandboxServers.STREAM).stream()
                .filter(record -> !LakeFiles.isEmbeddedArtist(record.data()))
                .toList();
        var tracks = ids(Entity.TRACKS, sandbox.lines("normalized/tracks"));
        var ids = Stream.concat(Stream.of(tracks), sandbox.expectedIds().values().stream())
                .flatMap(List::stream)
                .sorted()
                .toList();

        assertThat(records.stream().map(record -> record.partitionKey()).sorted())
                .containsExactlyElementsOf(ids);
        assertThat(records)
                .allSatisfy(record -> assertThat(parse(record.data())
                                .path(IDS.get(entityOf(record.data())))
                                .asText())
                        .isEqualTo(record.partitionKey()));
    }

    @Test
    void lakeAndStreamHoldTheSameBytes() throws IOException {
        var lake = sandbox.lines("normalized").stream()
                .map(EndToEndTest::text)
                .sorted()
                .toList();
        var stream = sandbox.servers().kinesis().records(SandboxServers.STREAM).stream()
                .map(record -> text(record.data()))
                .sorted()
                .toList();

        assertThat(lake).isEqualTo(stream);
    }

    @Test
    void everyRecordIsValidAgainstItsSchema() throws IOException {
        var schemas = new Schemas();

        assertThat(sandbox.lines("normalized"))
                .allSatisfy(line ->
                        assertThat(schemas.problems(entityOf(line), line)).isEmpty());
    }

    @Test
    void theRawZoneHoldsEveryEntityOnceInThePartitionOfTheDay() throws IOException {
        var day = report.startedAt().substring(0, 10);
        var partition = "year=%s/month=%s/day=%s".formatted(day.substring(0, 4), day.substring(5, 7), day.substring(8));

        assertThat(sandbox.lines("raw/spotify/artists/" + partition)).hasSize(900);
        assertThat(sandbox.lines("raw/ticketmaster/venues/" + partition)).hasSize(150);
        assertThat(sandbox.lines("raw/ticketmaster/events/" + partition)).hasSize(2_000);
        assertThat(sandbox.keys()).allMatch(key -> key.contains("/" + report.runId()));
    }

    @Test
    void performersWithASpotifyLinkHaveTheIdOfThatArtist() throws IOException {
        var spotifyIds = sandbox.catalogue().artistRecordIds().collect(Collectors.toSet());
        var linked = sandbox.lines("normalized/concerts").stream()
                .flatMap(line -> parse(line).findValuesAsText("artist_id").stream())
                .filter(id -> id.startsWith("spotify_"))
                .toList();

        assertThat(linked).hasSizeGreaterThan(100).isSubsetOf(spotifyIds);
    }

    @Test
    void everyKeyRefersToARecord() throws IOException {
        var artists = idsIn("normalized/artists", "artist_id");
        var venues = idsIn("normalized/venues", "venue_id");
        var concerts = sandbox.records("normalized/concerts");

        assertThat(concerts).allSatisfy(concert -> {
            assertThat(venues).contains(concert.path("venue_id").asText());
            assertThat(concert.findValuesAsText("artist_id"))
                    .filteredOn(id -> !id.equals("null"))
                    .isSubsetOf(artists);
        });
        assertThat(concerts.stream()
                        .filter(concert -> !concert.path("artist_id").isNull()))
                .hasSizeGreaterThan(1_500);
        assertThat(report.sum("orphaned_keys")).isZero();
    }

    private static Set<String> idsIn(String folder, String field) throws IOException {
        return sandbox.records(folder).stream()
                .map(record -> record.path(field).asText())
                .collect(Collectors.toSet());
    }

    @Test
    void theReportCountsWhatWasFetchedAndDelivered() throws IOException {
        Map<String, Long> delivered = sandbox.records("normalized").stream()
                .collect(Collectors.groupingBy(
                        record -> record.path("source").asText() + " "
                                + record.path("data_type").asText(),
                        Collectors.counting()));

        assertThat(report.status()).isEqualTo(RunReport.Status.COMPLETE);
        assertThat(report.lines()).allSatisfy(line -> {
            assertThat(line.count("lake_records")).isEqualTo(delivered.get(line.source() + " " + line.entity()));
            assertThat(line.count("stream_records")).isEqualTo(line.count("lake_records"));
        });
        assertThat(delivered).containsEntry("ticketmaster venues", 150L).containsEntry("ticketmaster events", 2_000L);
        assertThat(report.lines())
                .allSatisfy(line -> assertThat(line.count("fetched") + line.count("embedded"))
                        .isEqualTo(line.count("lake_records") + line.count("repeated") + line.count("rejected")));
        assertThat(report.lines().get(0).rejections()).isEqualTo(Map.of("null entry", 1L));
    }

    private static List<String> ids(Entity entity, List<byte[]> lines) {
        return lines.stream()
                .map(line -> parse(line).path(IDS.get(entity)).asText())
                .sorted()
                .toList();
    }

    private static Entity entityOf(byte[] line) {
        return Entity.of(parse(line).path("data_type").asText());
    }

    private static JsonNode parse(byte[] line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}
