package io.tourbus.ticketmaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.testing.Settled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketmasterSettingsTest {

    private static final String COUNTRIES = "tourbus.ticketmaster.countries";
    private static final String CITIES = "tourbus.ticketmaster.cities";

    @Test
    void reportsAnInvalidCountry() {
        assertThat(problems(COUNTRIES, "US,Germany,XX"))
                .containsExactly(
                        "tourbus.ticketmaster.countries is not valid: 'Germany'. Use country codes (ISO 3166-1 alpha-2) such as US,CA.",
                        "tourbus.ticketmaster.countries is not valid: 'XX'. Use country codes (ISO 3166-1 alpha-2) such as US,CA.");
        assertThat(problems(COUNTRIES, "us,GB")).isEmpty();
    }

    @Test
    void readsCountryCodesInLowerCase() {
        var settings = TicketmasterSettings.read(Settled.with(COUNTRIES, "gb,GB,us", CITIES, "London:gb"));

        assertThat(settings.countries()).containsExactly("GB", "US");
        assertThat(settings.cities())
                .singleElement()
                .satisfies(city -> assertThat(city.country()).contains("GB"));
    }

    @Test
    void reportsAnInvalidCountryOfACity() {
        assertThat(problems(CITIES, "London:UK,Portland,Paris:fr"))
                .containsExactly("tourbus.ticketmaster.cities is not valid: 'London:UK'."
                        + " Use a country code (ISO 3166-1 alpha-2) after the colon, such as London:GB.");
    }

    @ParameterizedTest
    @CsvSource({
        "tourbus.ticketmaster.countries, 'GB,US', true",
        "tourbus.ticketmaster.page-size, 7, true",
        "tourbus.ticketmaster.countries, GB, false",
        "tourbus.ticketmaster.states, NY, false",
        "tourbus.ticketmaster.cities, London, false",
        "tourbus.ticketmaster.segment-id, other, false",
        "tourbus.ticketmaster.undated, false, false"
    })
    void theFingerprintChangesWithTheSettings(String key, String value, boolean same) {
        var usual = TicketmasterSettings.read(Settled.with(COUNTRIES, "US,GB"));
        var other = TicketmasterSettings.read(Settled.with(COUNTRIES, "US,GB", key, value));

        assertThat(other.fingerprint().equals(usual.fingerprint())).isEqualTo(same);
    }

    private static List<String> problems(String key, String value) {
        var settings = Settled.with(key, value);
        TicketmasterSettings.read(settings);
        return settings.problems();
    }
}
