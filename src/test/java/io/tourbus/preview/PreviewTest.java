package io.tourbus.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tourbus.app.Modules;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews of the sources, without AWS. */
class PreviewTest {

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static Preview preview;

    @BeforeAll
    static void open() throws IOException {
        sandbox = new SandboxContext(folder, 30, 30, 60);
        sandbox.servers().systemProperties().keySet().stream()
                .filter(key -> key.startsWith("aws."))
                .forEach(System::clearProperty);
        preview = Preview.open(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        preview.close();
        sandbox.close();
    }

    @Test
    void findsEventsByApiParameters() throws IOException {
        var found = preview.fetch("ticketmaster", Entity.EVENTS, "countryCode=US");

        assertThat(found.reportedTotal()).isPresent();
        assertThat(found.records())
                .isNotEmpty()
                .extracting(RecordLine::id)
                .allMatch(id -> sandbox.expectedIds().get(Entity.EVENTS).contains(id));
        assertThat(sandbox.keys()).isEmpty();
        assertThat(sandbox.streamed()).isEmpty();
        assertThat(folder.resolve("state/state.mv.db")).doesNotExist();
    }

    @Test
    void findsArtistsBySearchAndTheirTracksById() {
        var artist = preview.fetch("spotify", Entity.ARTISTS, "rock").records().get(0);
        var id = artist.id().substring("spotify_".length());

        assertThat(preview.fetch("spotify", Entity.ARTISTS, "spotify:artist:" + id)
                        .records())
                .extracting(RecordLine::id)
                .containsExactly(artist.id());
        assertThat(preview.fetch("spotify", Entity.TRACKS, id).records()).isNotEmpty();
    }

    @Test
    void rejectsInvalidQueries() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> preview.fetch("spotify", Entity.VENUES, "x"))
                .withMessage("spotify has no venues. Use artists or tracks.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> preview.fetch("spotify", Entity.TRACKS, "no artist"))
                .withMessage("'no artist' is not an artist. Use the ID or URL of an artist.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> preview.fetch("ticketmaster", Entity.EVENTS, "countryCode=US&=x"))
                .withMessageStartingWith("'=x' is not a parameter");
    }
}
