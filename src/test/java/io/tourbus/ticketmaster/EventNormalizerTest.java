package io.tourbus.ticketmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.source.error.RejectedException;
import io.tourbus.testing.Normalizing;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventNormalizerTest {

    private final Normalizing concerts = new Normalizing(new EventNormalizer()::normalize);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'localDate': '2026-10-06', 'localTime': '19:30:00', 'dateTime': '2026-10-06T23:30:00Z'} | 2026-10-06T23:30:00Z | second",
                "{'localDate': '2026-10-06', 'localTime': '19:30:00'} | 2026-10-06T19:30:00 | local",
                "{'localDate': '2026-10-06'} | 2026-10-06 | day",
                "{'localDate': '2026-10-06', 'timeTBA': true, 'localTime': '20:00:00', 'dateTime': '2026-10-07T00:00:00Z'} | 2026-10-06 | day",
                "{'localDate': '2026-10-06', 'noSpecificTime': true, 'localTime': '20:00:00'} | 2026-10-06 | day",
                "{'localDate': '1900-01-01', 'dateTime': '1900-01-01T06:00:00Z'} | null | null",
                "{'localDate': 'soon', 'localTime': 'late'} | null | null",
                "{'dateTBA': true} | null | null",
                "{} | null | null"
            })
    void theDateHasThePrecisionOfTheResponse(String start, String date, String precision) {
        var concert = concerts.record("{'id': 'e', 'dates': {'start': %s}}".formatted(start));

        assertThat(concert.path("event_date").asText()).isEqualTo(date);
        assertThat(concert.path("event_date_precision").asText()).isEqualTo(precision);
    }

    @ParameterizedTest
    @CsvSource({
        "onsale, scheduled",
        "offsale, scheduled",
        "rescheduled, scheduled",
        "cancelled, cancelled",
        "canceled, cancelled",
        "postponed, postponed",
        "sleeping, null"
    })
    void mapsTheStatusAndKeepsTheOriginalCode(String code, String status) {
        var concert = concerts.record("{'id': 'e', 'dates': {'status': {'code': '%s'}}}".formatted(code));

        assertThat(concert.path("status").asText()).isEqualTo(status);
        assertThat(concert.path("source_status").asText()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://open.spotify.com/artist/0a1B2c3D4e5F6g7H8i9J0k | spotify_0a1B2c3D4e5F6g7H8i9J0k",
                "https://open.spotify.com/artist/0a1B2c3D4e5F6g7H8i9J0k?si=Zz-1 | spotify_0a1B2c3D4e5F6g7H8i9J0k",
                "https://open.spotify.com/intl-de/artist/0a1B2c3D4e5F6g7H8i9J0k | spotify_0a1B2c3D4e5F6g7H8i9J0k",
                "spotify:artist:0a1B2c3D4e5F6g7H8i9J0k | spotify_0a1B2c3D4e5F6g7H8i9J0k",
                "https://open.spotify.com/user/0a1B2c3D4e5F6g7H8i9J0k | ticketmaster_K8vZ",
                "https://open.spotify.com/artist/short | ticketmaster_K8vZ",
                "https://example.com/artist/0a1B2c3D4e5F6g7H8i9J0k | ticketmaster_K8vZ"
            })
    void anAttractionWithALinkIsThatArtist(String url, String artistId) {
        var concert = concerts.record("""
                {'id': 'e', 'name': 'E', '_embedded': {'attractions': [
                  {'id': 'K8vZ', 'name': 'A', 'externalLinks': {'spotify': [{'url': '%s'}]}}]}}
                """.formatted(url));

        assertThat(concert.path("artist_id").asText()).isEqualTo(artistId);
        assertThat(concert.at("/performers/0/artist_id").asText()).isEqualTo(artistId);
        assertThat(concert.at("/performers/0/ticketmaster_id").asText()).isEqualTo("K8vZ");
    }

    @Test
    void anAttractionMatchedByNameIsThatArtistUnlessItHasALink() {
        var matching =
                new Normalizing(new EventNormalizer(attraction -> Optional.of("0a1B2c3D4e5F6g7H8i9J0k"))::normalize);

        var concert = matching.record("""
                {'id': 'e', 'name': 'E', '_embedded': {'attractions': [{'id': 'K8vZ', 'name': 'A'},
                  {'id': 'K8vY', 'externalLinks': {'spotify': [{'url': 'spotify:artist:9a1B2c3D4e5F6g7H8i9J0k'}]}}]}}
                """);

        assertThat(concert.path("artist_id").asText()).isEqualTo("spotify_0a1B2c3D4e5F6g7H8i9J0k");
        assertThat(concert.at("/performers/0/matched_by").asText()).isEqualTo("name");
        assertThat(concert.at("/performers/1/artist_id").asText()).isEqualTo("spotify_9a1B2c3D4e5F6g7H8i9J0k");
        assertThat(concert.at("/performers/1/matched_by").asText()).isEqualTo("link");
    }

    @Test
    void rejectsAnEntityWithoutNameAndDates() {
        assertThatThrownBy(() -> concerts.record("{'id': 'e', 'type': 'event', 'images': []}"))
                .isInstanceOf(RejectedException.class)
                .hasMessage("neither a name nor dates");
    }

    @Test
    void theFirstPerformerIsTheArtist() {
        var concert = concerts.record("""
                {'id': 'e', 'name': 'E', '_embedded': {'venues': [{'id': 'v', 'timezone': 'Europe/London'}, {'id': 'w'}],
                 'attractions': [{'id': 'a', 'name': 'Head'},
                                 {'id': 'b', 'externalLinks': {'musicbrainz': [{'id': 'mb-1'}], 'spotify': []}}, null]}}
                """);

        assertThat(concert.path("artist_id").asText()).isEqualTo("ticketmaster_a");
        assertThat(concert.path("performers")).hasSize(2);
        assertThat(concert.at("/performers/1/musicbrainz_id").asText()).isEqualTo("mb-1");
        assertThat(concert.at("/performers/1/name").isNull()).isTrue();
        assertThat(concert.path("venue_id").asText()).isEqualTo("ticketmaster_v");
        assertThat(concert.path("time_zone").asText()).isEqualTo("Europe/London");
    }

    @Test
    void anEventWithoutEmbeddedEntitiesHasNoArtistAndVenue() {
        var concert = concerts.record("{'id': 'e', 'name': 'Somewhere', 'type': 'event'}");

        assertThat(concert.get("artist_id").isNull()).isTrue();
        assertThat(concert.get("venue_id").isNull()).isTrue();
        assertThat(concert.path("performers").toString()).isEqualTo("[]");
        assertThat(concert.get("ticket_prices").isNull()).isTrue();
        assertThat(concert.get("total_attendance").isNull()).isTrue();
        assertThat(concert.get("revenue").isNull()).isTrue();
    }

    @Test
    void keepsAllPriceRanges() {
        var concert = concerts.record("""
                {'id': 'e', 'name': 'E', 'priceRanges': [
                  {'type': 'standard', 'currency': 'GBP', 'min': 35.5, 'max': 80.0},
                  {'type': 'standard including fees', 'currency': 'GBP', 'min': 40.15, 'max': 90.0},
                  {'type': 'standard', 'currency': 'EUR', 'min': 41.0, 'max': 95.0},
                  {'type': 'vip', 'currency': 'GBP', 'max': 300}]}
                """);

        assertThat(concert.path("price_ranges")).hasSize(4);
        assertThat(concert.path("ticket_prices").toString())
                .isEqualTo("{\"standard\":35.5,\"standard including fees\":40.15}");
        assertThat(concert.at("/price_ranges/3/min").isNull()).isTrue();
    }

    @Test
    void placeholderDatesOfSalesAreNull() {
        var concert = concerts.record("""
                {'id': 'e', 'name': 'E', 'sales': {
                  'public': {'startDateTime': '1900-01-01T18:00:00Z', 'endDateTime': '2026-10-06T23:30:00Z'},
                  'presales': [{'name': 'Fans', 'startDateTime': '2026-05-01T09:00:00Z', 'endDateTime': '1900-01-01T06:00:00Z'}]}}
                """);

        assertThat(concert.get("sale_start").isNull()).isTrue();
        assertThat(concert.path("sale_end").asText()).isEqualTo("2026-10-06T23:30:00Z");
        assertThat(concert.at("/presales/0/start").asText()).isEqualTo("2026-05-01T09:00:00Z");
        assertThat(concert.at("/presales/0/end").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2026-04-01, 2026-04-01", "1900-01-01, null", "soon, null"})
    void aPlaceholderForTheInitialDateIsNull(String localDate, String date) {
        var concert =
                concerts.record("{'id': 'e', 'dates': {'initialStartDate': {'localDate': '%s'}}}".formatted(localDate));

        assertThat(concert.path("initial_date").asText()).isEqualTo(date);
    }

    @Test
    void usesThePrimaryClassificationAndDropsPlaceholders() {
        var concert = concerts.record("""
                {'id': 'e', 'name': 'E', 'classifications': [
                  {'primary': false, 'segment': {'name': 'Film'}},
                  {'primary': true, 'segment': {'name': 'Music'}, 'genre': {'name': 'Hip-Hop/Rap'}, 'subGenre': {'name': 'Undefined'}}]}
                """);

        assertThat(concert.path("segment").asText()).isEqualTo("Music");
        assertThat(concert.path("genre").asText()).isEqualTo("hip-hop/rap");
        assertThat(concert.get("sub_genre").isNull()).isTrue();
    }

    @Test
    void prefersTheTimeZoneOfTheEvent() {
        var concert = concerts.record("""
                {'id': 'e', 'dates': {'timezone': 'America/New_York', 'initialStartDate': {'localDate': '2026-04-01'}},
                 '_embedded': {'venues': [{'id': 'v', 'timezone': 'America/Chicago'}]}}
                """);

        assertThat(concert.path("time_zone").asText()).isEqualTo("America/New_York");
        assertThat(concert.path("initial_date").asText()).isEqualTo("2026-04-01");
    }
}
