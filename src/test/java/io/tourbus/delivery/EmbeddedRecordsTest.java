package io.tourbus.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of the venues and performers that events contain. */
class EmbeddedRecordsTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 12, 8, 40).set("tourbus.run.near-days", "365");
    }

    @Test
    void aContainedVenueIsDeliveredOnceAndNeverReplacesAQueriedOne() throws IOException {
        sandbox.run("hourly");
        var contained = venues();
        sandbox.run("hourly");
        assertThat(contained).isNotEmpty();
        assertThat(venues()).isEqualTo(contained);

        var refresh = sandbox.run("venue-refresh");
        var queried = venues();
        sandbox.run("hourly");

        assertThat(venues()).isEqualTo(queried);
        assertThat(latest("normalized/venues", "venue_id").values())
                .allSatisfy(venue -> assertThat(venue.path("run_id").asText()).isEqualTo(refresh.runId()));
    }

    @Test
    void anArtistOfBothSourcesIsOneRecordThatStaysTheSame() throws IOException {
        sandbox.run("daily");
        sandbox.run("daily");
        var second = ofBoth();
        var report = sandbox.run("daily");

        assertThat(second.keySet()).isNotEmpty().isEqualTo(linked());
        assertThat(second.values()).allSatisfy(artist -> {
            assertThat(artist.path("followers").isNull()).isFalse();
            assertThat(artist.path("links").path("spotify")).isNotEmpty();
        });
        assertThat(second.values())
                .as("artists whose genres the state knows")
                .anySatisfy(artist -> assertThat(artist.path("genre")).isNotEmpty());
        assertThat(hashes(ofBoth())).isEqualTo(hashes(second));
        assertThat(report.sum("embedded")).isZero();
        assertThat(report.sum("orphaned_keys")).isZero();
    }

    private List<String> venues() throws IOException {
        return sandbox.records("normalized/venues").stream()
                .map(venue ->
                        venue.path("run_id").asText() + venue.path("venue_id").asText())
                .sorted()
                .toList();
    }

    private Map<String, JsonNode> ofBoth() throws IOException {
        return latest("normalized/artists", "artist_id").entrySet().stream()
                .filter(artist -> artist.getKey().startsWith("spotify_")
                        && !artist.getValue().path("ticketmaster_id").isNull())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The Spotify artists that performers link to, if Spotify has them. */
    private Set<String> linked() throws IOException {
        var artists = latest("normalized/artists", "artist_id");
        return sandbox.records("normalized/concerts").stream()
                .flatMap(concert ->
                        StreamSupport.stream(concert.path("performers").spliterator(), false))
                .map(performer -> performer.path("artist_id").asText())
                .filter(id -> id.startsWith("spotify_")
                        && artists.get(id).path("source").asText().equals("spotify"))
                .collect(Collectors.toSet());
    }

    private Map<String, JsonNode> latest(String folder, String key) throws IOException {
        return sandbox.records(folder).stream()
                .collect(Collectors.toMap(
                        record -> record.path(key).asText(),
                        record -> record,
                        (one, other) -> one.path("ingestion_timestamp")
                                                .asText()
                                                .compareTo(other.path("ingestion_timestamp")
                                                        .asText())
                                        < 0
                                ? other
                                : one));
    }

    private static Map<String, String> hashes(Map<String, JsonNode> records) {
        return records.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        record -> record.getValue().path("record_hash").asText()));
    }
}
