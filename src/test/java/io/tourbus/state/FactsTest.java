package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FactsTest extends StoreTest {

    @Test
    void theLastFactOfANameCounts() {
        state.facts().put("spotify.genres", "absent", clock.instant());
        state.facts().put("spotify.genres", "present", clock.instant());

        assertThat(state.facts().get("spotify.genres")).contains("present");
        assertThat(state.facts().get("spotify.popularity")).isEmpty();
    }

    @Test
    void aFactThatSomebodyElseHasReplacedStaysAsItIs() {
        assertThat(state.facts().replace("alerts", Optional.empty(), "one", clock.instant()))
                .isTrue();
        assertThat(state.facts().replace("alerts", Optional.empty(), "two", clock.instant()))
                .isFalse();
        assertThat(state.facts().replace("alerts", Optional.of("one"), "three", clock.instant()))
                .isTrue();
        assertThat(state.facts().replace("alerts", Optional.of("one"), "four", clock.instant()))
                .isFalse();
        assertThat(state.facts().get("alerts")).contains("three");
    }
}
