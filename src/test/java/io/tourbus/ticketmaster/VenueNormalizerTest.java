package io.tourbus.ticketmaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.testing.Normalizing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VenueNormalizerTest {

    private final Normalizing venues = new Normalizing(new VenueNormalizer()::normalize);

    @Test
    void convertsAllFields() {
        var venue = venues.record("""
                {'id': 'KovZ917', 'name': 'Harbour Hall', 'type': 'venue', 'timezone': 'America/Los_Angeles',
                 'city': {'name': ' Long Beach'}, 'state': {'name': 'California', 'stateCode': 'CA'},
                 'country': {'name': 'United States Of America', 'countryCode': 'US'},
                 'address': {'line1': '1 Pier Road', 'line2': 'Dock B'}, 'postalCode': '90802 ',
                 'location': {'longitude': '-118.19', 'latitude': '33.77'}, 'aliases': ['the hall'],
                 'url': 'https://tm/v', 'upcomingEvents': {'_total': 3, 'tmr': 1}, 'dmas': [{'id': 324}]}
                """);

        assertThat(venue.path("venue_id").asText()).isEqualTo("ticketmaster_KovZ917");
        assertThat(venue.path("city").asText()).isEqualTo("Long Beach");
        assertThat(venue.path("state").asText()).isEqualTo("CA");
        assertThat(venue.path("country").asText()).isEqualTo("US");
        assertThat(venue.path("address").asText()).isEqualTo("1 Pier Road");
        assertThat(venue.path("postal_code").asText()).isEqualTo("90802");
        assertThat(venue.path("latitude").toString()).isEqualTo("33.77");
        assertThat(venue.path("longitude").toString()).isEqualTo("-118.19");
        assertThat(venue.path("time_zone").asText()).isEqualTo("America/Los_Angeles");
        assertThat(venue.path("ticketmaster_id").asText()).isEqualTo("KovZ917");
    }

    @Test
    void capacityAndTypeAreNull() {
        var venue = venues.record("{'id': 'x', 'type': 'venue', 'name': 'Stadium of Light'}");

        assertThat(venue.get("capacity").isNull()).isTrue();
        assertThat(venue.get("venue_type").isNull()).isTrue();
        assertThat(venue.get("amenities").toString()).isEqualTo("[]");
    }

    @Test
    void keepsMarketsMarketAreasAndTheTestFlag() {
        var venue = venues.record("""
                {'id': 'x', 'test': true, 'markets': [{'name': 'Denver and More', 'id': '6'}], 'dmas': [{'id': 248}, {'id': 264}]}
                """);

        assertThat(venue.path("markets").toString()).isEqualTo("[{\"id\":\"6\",\"name\":\"Denver and More\"}]");
        assertThat(venue.path("dma_ids").toString()).isEqualTo("[248,264]");
        assertThat(venue.path("test").asBoolean()).isTrue();
    }

    @Test
    void aVenueWithoutANameKeepsItsId() {
        var venue = venues.record("{'id': 'x', 'type': 'venue'}");

        assertThat(venue.path("venue_id").asText()).isEqualTo("ticketmaster_x");
        assertThat(venue.get("name").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'latitude': 33.5, 'longitude': -118} | 33.5 | -118.0",
                "{'latitude': 'north', 'longitude': ''} | null | null",
                "{'latitude': '91', 'longitude': '-180.5'} | null | null",
                "{'latitude': '0', 'longitude': '0'} | 0.0 | 0.0",
                "{} | null | null",
                "null | null | null"
            })
    void invalidCoordinatesAreNull(String location, String latitude, String longitude) {
        var venue = venues.record("{'id': 'x', 'location': %s}".formatted(location));

        assertThat(venue.path("latitude").toString()).isEqualTo(latitude);
        assertThat(venue.path("longitude").toString()).isEqualTo(longitude);
    }

    @Test
    void volatileFieldsDoNotChangeTheHash() {
        var first =
                venues.record("{'id': 'x', 'upcomingEvents': {'_total': 3}}").path("record_hash");
        var later =
                venues.record("{'id': 'x', 'upcomingEvents': {'_total': 4}}").path("record_hash");

        assertThat(later).isEqualTo(first);
    }
}
