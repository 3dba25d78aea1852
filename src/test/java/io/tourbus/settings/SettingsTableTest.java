package io.tourbus.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingsTableTest {

    /** Another test of the same process may have declared the settings of sources in files. */
    @BeforeEach
    void declareNone() {
        SettingsTable.declare(List.of());
    }

    @Test
    void countriesClearStatesAndCitiesUnlessThoseAreGiven() {
        assertThat(SettingsTable.settingsOfRun(Map.of("countries", "GB", "cities", "Leeds")))
                .containsOnly(
                        Map.entry("tourbus.ticketmaster.countries", "GB"),
                        Map.entry("tourbus.ticketmaster.states", " "),
                        Map.entry("tourbus.ticketmaster.cities", "Leeds"));
    }

    @Test
    void artistsOfARunAreReadEvenIfTheyAreFresh() {
        assertThat(SettingsTable.settingsOfRun(Map.of("artists-file", "artists.txt")))
                .containsOnly(
                        Map.entry("tourbus.spotify.artist-ids-file", "artists.txt"),
                        Map.entry("tourbus.spotify.refresh-days", "0"));
        assertThat(SettingsTable.settingsOfRun(Map.of("artists", "4Z8W4fKeB5YxbusRsdQVPb")))
                .containsOnly(
                        Map.entry("tourbus.spotify.artist-ids", "4Z8W4fKeB5YxbusRsdQVPb"),
                        Map.entry("tourbus.spotify.refresh-days", "0"));
    }

    @Test
    void aLimitReadsOneSliceOfEachSourceAtATime() {
        assertThat(SettingsTable.sources()).containsExactlyInAnyOrder("spotify", "ticketmaster");
        assertThat(SettingsTable.settingsOfRun(Map.of("limit", "10")))
                .containsOnly(
                        Map.entry("tourbus.run.limit", "10"),
                        Map.entry("tourbus.spotify.slices-at-once", "1"),
                        Map.entry("tourbus.ticketmaster.slices-at-once", "1"));
    }
}
