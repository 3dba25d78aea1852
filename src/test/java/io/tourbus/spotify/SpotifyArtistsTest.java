package io.tourbus.spotify;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.run.RunReport;
import io.tourbus.testing.LakeFiles;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads artists of all origins with the routes of Tourbus against the sandbox. */
class SpotifyArtistsTest extends SandboxTest {

    private static final String NO_SEARCH = " ";

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 120, 10, 60);
        sandbox.set("tourbus.spotify.search-terms", NO_SEARCH)
                .set("tourbus.spotify.top-tracks", "false")
                .set("tourbus.spotify.related-artists", "false");
    }

    @Test
    void linkedPerformersAreReadInTheSameRun() throws IOException {
        var report = run("daily");

        assertThat(artists()).isNotEmpty().isEqualTo(linked());
        assertThat(repeated(report)).isZero();
    }

    @Test
    void anArtistIsReadOncePerRun() throws IOException {
        sandbox.set("tourbus.spotify.search-terms", "rock,pop,jazz,country,electronic,hip hop");

        var report = run("daily");

        assertThat(artists()).hasSize(120);
        assertThat(repeated(report)).isLessThan(20);
        assertThat(sandbox.spotifyRequests("/v1/artists")).isEmpty();
    }

    @Test
    void aRefreshReadsAllKnownArtistsById() throws IOException {
        run("daily");
        var known = linked();

        var report = sandbox.run("artist-refresh");

        assertThat(report.status()).isEqualTo(COMPLETE);
        assertThat(sandbox.spotifyRequests("/v1/search")).isEmpty();
        assertThat(spotify(report, "fetched")).isEqualTo(known.size());
    }

    @Test
    void aRefreshWithoutKnownArtistsReadsTheSearchTerms() throws IOException {
        sandbox.set("tourbus.spotify.search-terms", "rock");

        run("artist-refresh");

        assertThat(artists()).isNotEmpty();
        assertThat(sandbox.spotifyRequests("/v1/search")).isNotEmpty();
    }

    @Test
    void relatedArtistsOfRelatedArtistsAreNotRead() throws IOException {
        sandbox.set("tourbus.spotify.related-artists", "true").set("tourbus.spotify.artist-ids", id(0) + "," + id(1));

        run("artist-refresh");
        var once = sandbox.spotifyRequests("/related-artists").size();
        var report = sandbox.run("artist-refresh");

        assertThat(once).isEqualTo(2);
        assertThat(sandbox.spotifyRequests("/related-artists")).hasSize(4);
        assertThat(artists()).hasSizeGreaterThan(10).contains("spotify_" + id(0), "spotify_" + id(1));
        assertThat(spotify(report, "lake_records")).isEqualTo(artists().size());
    }

    @Test
    void artistsAreReadFromAFileOfIdsAndUrls() throws IOException {
        var file = folder.resolve("artists.txt");
        Files.writeString(file, """
                # Headliners
                %s
                spotify:artist:%s   # the second

                https://open.spotify.com/artist/%s?si=abc
                """.formatted(id(0), id(1), id(2)));

        sandbox.set("tourbus.spotify.artist-ids-file", file.toString()).run("artist-refresh");

        assertThat(artists()).containsExactlyInAnyOrder("spotify_" + id(0), "spotify_" + id(1), "spotify_" + id(2));
    }

    @Test
    void aNameSelectsTheFirstExactMatchAndUnknownNamesAreNoted() throws IOException {
        sandbox.set("tourbus.spotify.artist-ids", id(0)).run("artist-refresh");
        var name = sandbox.records("normalized/artists").get(0).path("name").asText();

        var report = sandbox.set("tourbus.spotify.artist-names", name.toUpperCase(Locale.ROOT) + ",Nobody At All")
                .run("artist-refresh");

        assertThat(report.status()).isEqualTo(COMPLETE);
        assertThat(spotify(report, "fetched")).isEqualTo(2);
        assertThat(sandbox.records("normalized/artists"))
                .extracting(artist -> artist.path("name").asText())
                .containsOnly(name);
        assertThat(report.notes())
                .containsExactly("spotify: no artist is named 'Nobody At All' (tourbus.spotify.artist-names)");
        assertThat(sandbox.spotifyRequests("/v1/search")).hasSize(2);
    }

    @Test
    void performersAreNotLookedUpByNameByDefault() throws IOException {
        run("daily");

        assertThat(sandbox.spotifyRequests("/v1/search")).isEmpty();
        assertThat(matchedBy()).containsExactlyInAnyOrder("link", "null");
    }

    @Test
    void performersWithoutALinkAreLookedUpByNameOnce() throws IOException {
        sandbox.set("tourbus.spotify.match-performers", "true");
        run("daily");
        var searches = sandbox.spotifyRequests("/v1/search").size();
        assertThat(searches).isPositive();
        assertThat(artists().size()).isGreaterThan(linked().size());

        var report = run("daily");

        assertThat(sandbox.spotifyRequests("/v1/search")).hasSize(searches);
        assertThat(matchedBy()).contains("name");
        assertThat(report.notes()).isEmpty();
        assertThat(sandbox.servers().spotify().violations()).isEmpty();
    }

    @Test
    void knownGenresAreKeptIfSpotifyReturnsNone() throws IOException {
        var id = withGenres();
        sandbox.set("tourbus.spotify.artist-ids", id).set("tourbus.spotify.ids-per-call", "1");
        sandbox.run("artist-refresh");
        sandbox.servers()
                .spotify()
                .faults()
                .answer(
                        1,
                        "/artists/" + id,
                        200,
                        "{\"id\":\"%s\",\"type\":\"artist\",\"name\":\"Other\",\"genres\":[]}".formatted(id));

        sandbox.run("artist-refresh");

        var artists = sandbox.records("normalized/artists").stream()
                .filter(artist -> artist.path("spotify_id").asText().equals(id))
                .toList();
        assertThat(artists).extracting(artist -> artist.path("name").asText()).contains("Other");
        assertThat(artists.stream().map(artist -> artist.path("genre")).distinct())
                .hasSize(1);
        assertThat(artists.get(0).path("genre")).isNotEmpty();
    }

    private String withGenres() throws IOException {
        sandbox.set("tourbus.spotify.search-terms", "rock").run("artist-refresh");
        return sandbox.records("normalized/artists").stream()
                .filter(artist -> !artist.path("genre").isEmpty())
                .map(artist -> artist.path("spotify_id").asText())
                .findFirst()
                .orElseThrow();
    }

    private RunReport run(String job) {
        var report = sandbox.run(job);
        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        return report;
    }

    private String id(int index) {
        return sandbox.catalogue().artists().get(index).id();
    }

    private Set<String> linked() throws IOException {
        return performers()
                .filter(performer -> performer.path("matched_by").asText().equals("link"))
                .map(performer -> performer.path("artist_id").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> matchedBy() throws IOException {
        return performers()
                .map(performer -> performer.path("matched_by").asText())
                .collect(Collectors.toSet());
    }

    private Stream<JsonNode> performers() throws IOException {
        return sandbox.records("normalized/concerts").stream()
                .flatMap(concert -> concert.findValues("performers").stream())
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false));
    }

    private Set<String> artists() throws IOException {
        return sandbox.records("normalized/artists").stream()
                .filter(artist -> !LakeFiles.isEmbeddedArtist(artist))
                .map(artist -> artist.path("artist_id").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long repeated(RunReport report) {
        return spotify(report, "repeated");
    }

    private static long spotify(RunReport report, String count) {
        return report.lines().stream()
                .filter(line -> line.source().equals("spotify") && line.entity().equals("artists"))
                .mapToLong(line -> line.count(count))
                .sum();
    }
}
