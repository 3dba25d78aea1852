package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.GapRepository.Gap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GapRepositoryTest extends StoreTest {

    private final Gap monday = gap("GB", "monday");
    private final Gap tuesday = gap("GB", "tuesday");
    private final Gap irish = gap("IE", "monday");

    @Test
    void gapsAreReturnedInInsertionOrder() {
        add(tuesday);
        add(irish);
        add(monday);

        assertThat(state.gaps().all()).containsExactly(tuesday, irish, monday);
    }

    @Test
    void allParametersOfTheRequestAreStored() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("startDateTime", "2026-11-23T00:00:00Z");
        parameters.put("countryCode", "GB");
        parameters.put("keyword", "\"Beyoncé\" & Łona");
        var gap = new Gap(
                new StoredSlice(
                        "ticketmaster",
                        "events",
                        "GB",
                        "ticketmaster-events",
                        "ids",
                        parameters,
                        List.of("G5vYZ", "Z698")),
                "HTTP 500");

        add(gap);

        assertThat(state.gaps().all()).containsExactly(gap);
        assertThat(state.gaps().all().get(0).slice().parameters().keySet())
                .containsExactlyElementsOf(parameters.keySet());
    }

    @Test
    void aGapWithTheSameNameIsReplacedAndKeepsItsPosition() {
        var changed = new Gap(
                new StoredSlice("ticketmaster", "events", "GB", "ticketmaster-events", "monday", Map.of(), List.of()),
                "HTTP 503");
        add(monday);
        add(tuesday);
        add(changed);

        assertThat(state.gaps().all()).containsExactly(changed, tuesday);
    }

    @Test
    void oldGapsAreReplacedByNewOnesAndOthersStay() {
        add(monday);
        add(irish);

        state.gaps().replace(List.of(monday), List.of(tuesday));
        assertThat(state.gaps().all()).containsExactly(irish, tuesday);

        state.gaps().replace(List.of(tuesday, monday), List.of());
        assertThat(state.gaps().all()).containsExactly(irish);
    }

    @Test
    void aRemainingGapKeepsItsPosition() {
        add(monday);
        add(irish);

        state.gaps().replace(List.of(monday, irish), List.of(irish, monday));

        assertThat(state.gaps().all()).containsExactly(monday, irish);
    }

    private void add(Gap gap) {
        state.gaps().replace(List.of(), List.of(gap));
    }

    private static Gap gap(String query, String name) {
        return new Gap(
                new StoredSlice(
                        "ticketmaster",
                        "events",
                        query,
                        "ticketmaster-events",
                        name,
                        Map.of("countryCode", query),
                        List.of()),
                "HTTP 500");
    }
}
