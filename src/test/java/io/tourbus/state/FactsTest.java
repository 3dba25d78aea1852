package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FactsTest extends StoreTest {

    @Test
    void theLastFactOfANameCounts() {
        state.facts().put("spotify.genres", "absent", clock.instant());
        state.facts().put("spotify.genres", "present", clock.instant());

        assertThat(state.facts().get("spotify.genres")).contains("present");
        assertThat(state.facts().get("spotify.popularity")).isEmpty();
    }
}
