package io.tourbus.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.TestClock;
import io.tourbus.TestState;
import io.tourbus.state.State;
import io.tourbus.state.StateException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EncountersTest {

    private final State state = TestState.open();
    private final Encounters encounters = new Encounters(state.artists(), new TestClock(), true);

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aNameIsHandedOutOnce() {
        encounters.named("K1", "The Band");
        encounters.named("K1", "The Band");
        encounters.named(null, "nobody");
        encounters.named("K2", null);

        assertThat(encounters.takeNames()).isEqualTo(Map.of("K1", "The Band"));
        assertThat(encounters.takeNames()).isEmpty();
    }

    @Test
    void namesThatNobodyLooksForAreNotKept() {
        var unasked = new Encounters(state.artists(), new TestClock(), false);

        unasked.named("K1", "The Band");

        assertThat(unasked.takeNames()).isEmpty();
    }

    @Test
    void linkedArtistsAreKnownFromThenOn() {
        encounters.linked("4Z8W4fKeB5YxbusRsdQVPb");

        assertThat(state.artists().ids(Encounters.ORIGIN)).containsExactly("4Z8W4fKeB5YxbusRsdQVPb");
    }

    @Test
    void aLinkedArtistWhoCouldNotBeWrittenDownIsWrittenTheNextTime() throws SQLException {
        var url = "jdbc:h2:mem:encounters";
        try (var database = State.open(url, "", "");
                var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            var met = new Encounters(database.artists(), new TestClock(), true);

            statement.execute("ALTER TABLE artist_origins RENAME TO elsewhere");
            assertThatExceptionOfType(StateException.class).isThrownBy(() -> met.linked("4Z8W4fKeB5YxbusRsdQVPb"));
            statement.execute("ALTER TABLE elsewhere RENAME TO artist_origins");
            met.linked("4Z8W4fKeB5YxbusRsdQVPb");

            assertThat(database.artists().ids(Encounters.ORIGIN)).containsExactly("4Z8W4fKeB5YxbusRsdQVPb");
        }
    }
}
