package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GapsTest extends StoreTest {

    private final Gap monday = gap("GB", "monday");
    private final Gap tuesday = gap("GB", "tuesday");
    private final Gap irish = gap("IE", "monday");

    @Test
    void gapsComeInTheOrderInWhichTheyWereAdded() {
        state.gaps().add(tuesday);
        state.gaps().add(irish);
        state.gaps().add(monday);

        assertThat(state.gaps().all()).containsExactly(tuesday, irish, monday);
    }

    @Test
    void allThatIsNeededToAskAgainIsRemembered() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("startDateTime", "2026-11-23T00:00:00Z");
        parameters.put("countryCode", "GB");
        parameters.put("keyword", "\"Beyoncé\" & Łona");
        var gap = new Gap(
                "ticketmaster",
                "events",
                "GB",
                "ticketmaster-events",
                "ids",
                parameters,
                List.of("G5vYZ", "Z698"),
                "HTTP 500");

        state.gaps().add(gap);

        assertThat(state.gaps().all()).containsExactly(gap);
        assertThat(state.gaps().all().get(0).parameters().keySet()).containsExactlyElementsOf(parameters.keySet());
    }

    @Test
    void aGapOfTheSameNameIsReplacedInItsPlace() {
        var changed = new Gap(
                "ticketmaster", "events", "GB", "ticketmaster-events", "monday", Map.of(), List.of(), "HTTP 503");
        state.gaps().add(monday);
        state.gaps().add(tuesday);
        state.gaps().add(changed);

        assertThat(state.gaps().all()).containsExactly(changed, tuesday);
    }

    @Test
    void theGapsOfOneQueryAreReplacedTogether() {
        state.gaps().add(monday);
        state.gaps().add(irish);

        state.gaps().replace("ticketmaster", "events", "GB", List.of(tuesday));
        assertThat(state.gaps().all()).containsExactly(irish, tuesday);

        state.gaps().replace("ticketmaster", "events", "GB", List.of());
        assertThat(state.gaps().all()).containsExactly(irish);
    }

    @Test
    void aGapOfAnotherQueryIsRefusedAndNothingReplaced() {
        state.gaps().add(monday);

        assertThatThrownBy(() -> state.gaps().replace("ticketmaster", "events", "GB", List.of(tuesday, irish)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(state.gaps().all()).containsExactly(monday);
    }

    @Test
    void aGapThatIsFilledIsRemoved() {
        state.gaps().add(monday);
        state.gaps().add(irish);
        state.gaps().remove("ticketmaster", "GB", "monday");

        assertThat(state.gaps().all()).containsExactly(irish);
    }

    private static Gap gap(String query, String name) {
        return new Gap(
                "ticketmaster",
                "events",
                query,
                "ticketmaster-events",
                name,
                Map.of("countryCode", query),
                List.of(),
                "HTTP 500");
    }
}
