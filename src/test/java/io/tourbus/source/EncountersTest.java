package io.tourbus.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.TestClock;
import io.tourbus.TestState;
import io.tourbus.state.State;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EncountersTest {

    private final State state = TestState.open();
    private final Encounters encounters = new Encounters(state.artists(), new TestClock());

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
    void linkedArtistsAreKnownFromThenOn() {
        encounters.linked("4Z8W4fKeB5YxbusRsdQVPb");

        assertThat(state.artists().ids(Encounters.ORIGIN)).containsExactly("4Z8W4fKeB5YxbusRsdQVPb");
    }

    @Test
    void moreMayBeMetUntilTheLastOfTheRunsHasReadItsConcerts() {
        encounters.begin();
        encounters.begin();
        encounters.end();
        assertThat(encounters.goingOn()).isTrue();

        encounters.end();
        assertThat(encounters.goingOn()).isFalse();
    }
}
