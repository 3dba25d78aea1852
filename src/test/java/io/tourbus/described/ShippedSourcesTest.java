package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.app.Modules;
import io.tourbus.described.ApiServer.Request;
import io.tourbus.described.ApiServer.Response;
import io.tourbus.run.RunReport;
import io.tourbus.settings.SettingsTable;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources that read entities by ID, from their descriptions to the records. */
class ShippedSourcesTest extends SandboxTest {

    @BeforeEach
    void install() throws IOException {
        var home = HomeFolder.live(folder);
        Files.createDirectory(home.resolve("sources"));
        for (var name : List.of("musicbrainz", "setlistfm")) {
            var file = "sources/%s.source.yaml".formatted(name);
            Files.copy(Path.of(file), home.resolve(file));
        }
        sandbox = new SandboxContext(folder, 1, 1, 1).modules(Modules.installed());
    }

    @AfterEach
    void leave() {
        HomeFolder.leave();
        SettingsTable.declare(List.of());
    }

    @Test
    void musicbrainzReadsTheArtistsThatOtherSourcesLinkTo() throws IOException {
        try (var musicbrainz = new ApiServer(new MusicBrainz());
                var setlistfm = new ApiServer(new SetlistFm())) {
            sandbox.set("tourbus.run.only", "musicbrainz,setlistfm")
                    .set("tourbus.musicbrainz.contact", "me@example.com")
                    .set("tourbus.musicbrainz.base-url", musicbrainz.url() + "/ws/2")
                    .set("tourbus.musicbrainz.millis-per-request", "2")
                    .set("tourbus.musicbrainz.artist-ids", MusicBrainz.GROUP + ", 00000000-0000-0000-0000-000000000000")
                    .set("tourbus.setlistfm.api-key", SetlistFm.KEY)
                    .set("tourbus.setlistfm.base-url", setlistfm.url() + "/rest/1.0")
                    .set("tourbus.setlistfm.millis-per-request", "2")
                    .set("tourbus.setlistfm.artist-ids", SetlistFm.ARTIST);

            var first = sandbox.run("daily");
            var second = sandbox.run("daily");

            assertThat(List.of(first, second)).extracting(RunReport::status).containsOnly(RunReport.Status.COMPLETE);
            assertThat(setlistfm.requests())
                    .extracting(request -> request.parameters().get("p"))
                    .containsExactly("1", "2", "3", "1", "2", "3");
            assertThat(sandbox.landed(first))
                    .filteredOn(id -> id.startsWith("setlistfm_63de"))
                    .doesNotHaveDuplicates()
                    .hasSize(SetlistFm.SETLISTS);
            var concert = sandbox.records("normalized/concerts").get(0);
            assertThat(concert.path("event_date").asText()).matches("1964-08-\\d\\d");
            assertThat(concert.path("artist_id").asText()).isEqualTo("setlistfm_" + SetlistFm.ARTIST);
            assertThat(concert.path("performers").path(0).path("musicbrainz_id").asText())
                    .isEqualTo(SetlistFm.ARTIST);
            assertThat(sandbox.landed(first))
                    .filteredOn(id -> id.startsWith("setlistfm_venue-"))
                    .hasSize(28);

            var group = artist("musicbrainz_" + MusicBrainz.GROUP);
            assertThat(group.path("formation_date").asText()).isEqualTo("1988-01");
            assertThat(group.path("genre"))
                    .singleElement()
                    .extracting(JsonNode::asText)
                    .isEqualTo("grunge");
            assertThat(group.path("external_urls").path("musicbrainz").asText())
                    .isEqualTo("https://musicbrainz.org/artist/" + MusicBrainz.GROUP);
            assertThat(group.at("/links/urls/0").asText()).startsWith("https://open.spotify.com/artist/");
            // The second run knows the artist of the concerts in any case.
            assertThat(artist("musicbrainz_" + MusicBrainz.PERSON)
                            .path("formation_date")
                            .isNull())
                    .isTrue();
            assertThat(musicbrainz.requests())
                    .allMatch(request -> request.headers().get("User-Agent").equals("Tourbus ( me@example.com )"));
        }
    }

    @Test
    void musicbrainzReadsAnArtistOnceInWhateverCaseItsIdIs() throws IOException {
        var upperCase = MusicBrainz.GROUP.toUpperCase(Locale.ROOT);
        var artist = """
                {"id": "%s", "name": "A Group"}""".formatted(upperCase);
        try (var musicbrainz = new ApiServer(request -> Response.of(200, artist))) {
            sandbox.set("tourbus.run.only", "musicbrainz")
                    .set("tourbus.musicbrainz.contact", "me@example.com")
                    .set("tourbus.musicbrainz.base-url", musicbrainz.url() + "/ws/2")
                    .set("tourbus.musicbrainz.millis-per-request", "2")
                    .set("tourbus.musicbrainz.artist-ids", upperCase + ", " + MusicBrainz.GROUP);

            sandbox.run("daily");

            assertThat(sandbox.records("normalized/artists"))
                    .extracting(record -> record.path("artist_id").asText())
                    .as("as links of other sources name it")
                    .containsExactly("musicbrainz_" + MusicBrainz.GROUP);
            sandbox.run("daily");
            assertThat(musicbrainz.requests())
                    .extracting(Request::path)
                    .containsOnly("/ws/2/artist/" + MusicBrainz.GROUP)
                    .hasSize(2);
        }
    }

    private JsonNode artist(String id) throws IOException {
        return sandbox.records("normalized/artists").stream()
                .filter(record -> record.path("artist_id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
