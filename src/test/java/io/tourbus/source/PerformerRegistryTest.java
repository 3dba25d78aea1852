package io.tourbus.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.state.State;
import io.tourbus.state.db.StateException;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PerformerRegistryTest {

    private final State state = TestState.open();
    private final PerformerRegistry performers =
            new PerformerRegistry(state.artists(), state.linkedIds(), Optional.empty(), new TestClock(), true);

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aNameIsReturnedOnce() {
        performers.addNamed("K1", "The Band");
        performers.addNamed("K1", "The Band");
        performers.addNamed(null, "nobody");
        performers.addNamed("K2", null);

        assertThat(performers.takeNames()).isEqualTo(Map.of("K1", "The Band"));
        assertThat(performers.takeNames()).isEmpty();
    }

    @Test
    void namesAreNotKeptIfNoSourceLooksThemUp() {
        var registry =
                new PerformerRegistry(state.artists(), state.linkedIds(), Optional.empty(), new TestClock(), false);

        registry.addNamed("K1", "The Band");

        assertThat(registry.takeNames()).isEmpty();
    }

    @Test
    void anIdOfMusicBrainzInUpperAndLowerCaseIsOne() {
        performers.addIds(PerformerRegistry.MUSICBRAINZ, List.of("5B11F4CE", "5b11f4ce"));
        performers.addIds(PerformerRegistry.MUSICBRAINZ, List.of("5B11f4ce"));
        performers.addIds("isni", List.of("X", "x"));

        assertThat(performers.ids(PerformerRegistry.MUSICBRAINZ)).containsExactly("5b11f4ce");
        assertThat(performers.ids("isni")).containsExactly("X", "x");
    }

    @Test
    void linkedArtistsAreStored() {
        performers.addLinked(List.of("4Z8W4fKeB5YxbusRsdQVPb"));

        assertThat(state.artists().ids(PerformerRegistry.ORIGIN)).containsExactly("4Z8W4fKeB5YxbusRsdQVPb");
    }

    @Test
    void aLinkedArtistThatCouldNotBeStoredIsStoredTheNextTime() throws SQLException {
        var url = "jdbc:h2:mem:encounters";
        try (var database = State.open(url, "", "");
                var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            var registry = new PerformerRegistry(
                    database.artists(), database.linkedIds(), Optional.empty(), new TestClock(), true);

            statement.execute("ALTER TABLE artist_origins RENAME TO renamed");
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() -> registry.addLinked(List.of("4Z8W4fKeB5YxbusRsdQVPb")));
            statement.execute("ALTER TABLE renamed RENAME TO artist_origins");
            registry.addLinked(List.of("4Z8W4fKeB5YxbusRsdQVPb"));

            assertThat(database.artists().ids(PerformerRegistry.ORIGIN)).containsExactly("4Z8W4fKeB5YxbusRsdQVPb");
        }
    }
}
