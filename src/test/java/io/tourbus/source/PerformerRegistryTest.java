package io.tourbus.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.state.State;
import io.tourbus.state.db.StateException;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PerformerRegistryTest {

    private final State state = TestState.open();
    private final PerformerRegistry encounters =
            new PerformerRegistry(state.artists(), Optional.empty(), new TestClock(), true);

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aNameIsHandedOutOnce() {
        encounters.addNamed("K1", "The Band");
        encounters.addNamed("K1", "The Band");
        encounters.addNamed(null, "nobody");
        encounters.addNamed("K2", null);

        assertThat(encounters.takeNames()).isEqualTo(Map.of("K1", "The Band"));
        assertThat(encounters.takeNames()).isEmpty();
    }

    @Test
    void namesThatNobodyLooksForAreNotKept() {
        var unasked = new PerformerRegistry(state.artists(), Optional.empty(), new TestClock(), false);

        unasked.addNamed("K1", "The Band");

        assertThat(unasked.takeNames()).isEmpty();
    }

    @Test
    void linkedArtistsAreKnownFromThenOn() {
        encounters.addLinked("4Z8W4fKeB5YxbusRsdQVPb");

        assertThat(state.artists().ids(PerformerRegistry.ORIGIN)).containsExactly("4Z8W4fKeB5YxbusRsdQVPb");
    }

    @Test
    void aLinkedArtistWhoCouldNotBeWrittenDownIsWrittenTheNextTime() throws SQLException {
        var url = "jdbc:h2:mem:encounters";
        try (var database = State.open(url, "", "");
                var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            var met = new PerformerRegistry(database.artists(), Optional.empty(), new TestClock(), true);

            statement.execute("ALTER TABLE artist_origins RENAME TO elsewhere");
            assertThatExceptionOfType(StateException.class).isThrownBy(() -> met.addLinked("4Z8W4fKeB5YxbusRsdQVPb"));
            statement.execute("ALTER TABLE elsewhere RENAME TO artist_origins");
            met.addLinked("4Z8W4fKeB5YxbusRsdQVPb");

            assertThat(database.artists().ids(PerformerRegistry.ORIGIN)).containsExactly("4Z8W4fKeB5YxbusRsdQVPb");
        }
    }
}
