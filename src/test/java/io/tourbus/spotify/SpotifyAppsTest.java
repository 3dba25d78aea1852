package io.tourbus.spotify;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static io.tourbus.run.RunReport.Status.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.model.Schemas;
import io.tourbus.run.RunReport;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.spotify.SpotifyServer;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs of Spotify apps with different permissions. */
class SpotifyAppsTest extends SandboxTest {

    private static final SpotifyServer.Options NEWER = SpotifyServer.Options.NEWER_APP;
    private static final SpotifyServer.Options OLDER = SpotifyServer.Options.OLDER_APP;
    private static final String FORBIDDEN = "{\"error\":{\"status\":403,\"message\":\"Forbidden\"}}";
    private static final int ARTISTS = 120;

    private void open(SpotifyServer.Options app) throws IOException {
        var size = new Catalogue.Size(7, ARTISTS, 10, 20, LocalDate.now(ZoneOffset.UTC));
        sandbox = new SandboxContext(folder, new Catalogue(size), app)
                .set("tourbus.ticketmaster.countries", "US")
                .set("tourbus.ticketmaster.undated", "false");
    }

    @Test
    void aRunOfANewAppIsCompleteAndNotesWhatIsClosed() throws IOException {
        open(NEWER);

        var report = sandbox.set("tourbus.spotify.artist-ids", ids(55)).run("daily");

        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        assertThat(report.notes())
                .containsExactlyInAnyOrder(
                        "spotify: searches have pages of 10 for this app (400 Invalid limit)",
                        "spotify: batches of artists are closed to this app (403 Forbidden), using single requests",
                        "spotify: top tracks are closed to this app (403 Forbidden)",
                        "spotify: related artists are closed to this app (403 Forbidden)");
        assertThat(artists()).hasSize(ARTISTS);
        assertThat(report.sum("failed_slices") + report.sum("rejected")).isZero();
    }

    @Test
    void aNewAppCallsAClosedEndpointTwicePerRun() throws IOException {
        open(NEWER);

        sandbox.set("tourbus.spotify.artist-ids", ids(110)).run("daily");

        assertThat(sandbox.spotifyRequests("/top-tracks")).hasSize(2);
        assertThat(sandbox.spotifyRequests("/related-artists")).hasSize(2);
        assertThat(sandbox.spotifyRequests("/v1/artists"))
                .filteredOn(request -> request.path().equals("/v1/artists"))
                .hasSize(2);
        assertThat(sandbox.spotifyRequests("/v1/search"))
                .filteredOn(request -> request.status() == 400)
                .hasSizeBetween(1, 3);
    }

    @Test
    void theNextRunKeepsSizesAndTriesClosedEndpointsAgain() throws IOException {
        open(NEWER);
        sandbox.set("tourbus.spotify.artist-ids", ids(55)).run("daily");
        var before = sandbox.servers().spotify().seen().size();

        var report = sandbox.run("daily");

        var seen = sandbox.servers().spotify().seen();
        assertThat(seen.subList(before, seen.size()))
                .noneMatch(request -> request.status() == 400)
                .noneMatch(request -> request.path().equals("/v1/artists"))
                .filteredOn(request -> request.path().endsWith("/top-tracks"))
                .hasSize(2);
        assertThat(report.status()).isEqualTo(COMPLETE);
        assertThat(report.notes()).hasSize(2).allMatch(note -> note.contains("closed to this app"));
    }

    @Test
    void anOldAppReadsTopTracksAndRelatedArtists() throws IOException {
        open(OLDER);

        var report = sandbox.set("tourbus.spotify.artist-ids", ids(55)).run("daily");

        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        assertThat(report.notes()).isEmpty();
        assertThat(sandbox.servers().spotify().violations()).isEmpty();
        var topTracks = sandbox.spotifyRequests("/top-tracks").size();
        assertThat(topTracks)
                .isGreaterThanOrEqualTo(55)
                .isEqualTo(sandbox.spotifyRequests("/related-artists").size());
        assertThat(sandbox.spotifyRequests("/top-tracks"))
                .allMatch(request -> request.query().get("market").equals("US"));
        var tracks = sandbox.records("normalized/tracks");
        assertThat(tracks).hasSizeGreaterThan(8 * topTracks).hasSize((int) count(report, "tracks", "lake_records"));
        assertThat(tracks)
                .extracting(track -> track.path("rank").asInt())
                .contains(1, 10)
                .allMatch(rank -> rank <= 10);
        assertThat(sandbox.lines("normalized/tracks"))
                .allSatisfy(line ->
                        assertThat(new Schemas().problems(Entity.TRACKS, line)).isEmpty());
        assertThat(sandbox.lines("raw/spotify/tracks")).hasSameSizeAs(tracks);
    }

    @Test
    void threeNotFoundCloseRelatedArtistsAndTheRunIsComplete() throws IOException {
        open(OLDER.withoutRelatedArtists());

        var report = sandbox.set("tourbus.spotify.artist-ids", ids(55)).run("daily");

        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        assertThat(report.notes()).containsExactly("spotify: related artists are closed to this app (404 Not found.)");
        assertThat(sandbox.spotifyRequests("/related-artists")).hasSize(3);
        assertThat(sandbox.records("normalized/tracks")).isNotEmpty();
    }

    @Test
    void oneMissingArtistClosesNothing() throws IOException {
        open(OLDER);
        sandbox.servers().spotify().faults().every(2, "/related-artists", 404, FORBIDDEN.replace("403", "404"));

        var report = sandbox.set("tourbus.spotify.artist-ids", ids(20)).run("daily");

        assertThat(report.status()).isEqualTo(COMPLETE);
        assertThat(report.notes()).isEmpty();
        assertThat(sandbox.spotifyRequests("/related-artists")).hasSameSizeAs(sandbox.spotifyRequests("/top-tracks"));
    }

    @Test
    void anInvalidSearchDoesNotChangeThePageSizeOfOthers() throws IOException {
        open(OLDER);
        sandbox.servers()
                .spotify()
                .faults()
                .answer(100, "q=rock", 400, "{\"error\":{\"status\":400,\"message\":\"Invalid market code\"}}");

        sandbox.set("tourbus.spotify.slices-at-once", "1").set("tourbus.spotify.max-slices-at-once", "1");
        var report = sandbox.run("daily");
        var again = sandbox.run("daily");

        assertThat(report.status()).isEqualTo(PARTIAL);
        for (var notes : List.of(report.notes(), again.notes())) {
            assertThat(notes).singleElement().asString().contains("400 Invalid market code");
        }
        var searches = sandbox.spotifyRequests("/v1/search").stream()
                .collect(Collectors.partitioningBy(request -> request.status() == 400));
        assertThat(searches.get(true))
                .extracting(request -> request.query().get("limit"))
                .as("two pages in each run, each with both sizes")
                .containsExactly("50", "10", "50", "10", "50", "10", "50", "10");
        assertThat(searches.get(false))
                .isNotEmpty()
                .allMatch(request -> request.query().get("limit").equals("50"));
    }

    @Test
    void aSingleForbiddenClosesNothing() throws IOException {
        open(OLDER);
        sandbox.servers().spotify().faults().answer(1, "/top-tracks", 403, FORBIDDEN);
        sandbox.servers().spotify().faults().answer(1, "/artists?ids", 403, FORBIDDEN);

        var report = sandbox.set("tourbus.spotify.artist-ids", ids(55)).run("daily");

        assertThat(report.status()).isEqualTo(COMPLETE);
        assertThat(report.notes()).isEmpty();
        assertThat(sandbox.spotifyRequests("/top-tracks"))
                .hasSize(sandbox.spotifyRequests("/related-artists").size() + 1);
    }

    @Test
    void aRefusalAfterASuccessIsAFailure() throws IOException {
        open(OLDER);
        sandbox.servers().spotify().faults().answer(2, "/" + id(5) + "/top-tracks", 403, FORBIDDEN);

        var report = sandbox.set("tourbus.spotify.artist-ids", ids(20)).run("daily");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.notes()).singleElement().asString().contains("top-tracks", "403 Forbidden");
    }

    @Test
    void aMissingPremiumSubscriptionClosesTheSource() throws IOException {
        open(OLDER);
        sandbox.servers()
                .spotify()
                .faults()
                .answer(
                        100,
                        "/artists?ids",
                        403,
                        FORBIDDEN.replace("Forbidden", "Active premium subscription required"));

        var report = sandbox.set("tourbus.spotify.artist-ids", ids(20)).run("artist-refresh");

        assertThat(report.notes()).anyMatch(note -> note.contains("needs Spotify Premium"));
        assertThat(sandbox.spotifyRequests("/artists")).hasSize(1);
    }

    private String id(int index) {
        return sandbox.catalogue().artists().get(index).id();
    }

    private String ids(int most) {
        return sandbox.catalogue()
                .artistRecordIds()
                .limit(most)
                .map(id -> id.substring("spotify_".length()))
                .collect(Collectors.joining(","));
    }

    /** An artist of a track can be delivered before the artist itself, and is in the lake twice then. */
    private List<String> artists() throws IOException {
        return sandbox.records("normalized/artists").stream()
                .filter(artist -> artist.path("source").asText().equals("spotify"))
                .map(artist -> artist.path("artist_id").asText())
                .distinct()
                .toList();
    }

    private static long count(RunReport report, String entity, String name) {
        return report.lines().stream()
                .filter(line -> line.source().equals("spotify") && line.entity().equals(entity))
                .mapToLong(line -> line.count(name))
                .sum();
    }
}
