package io.tourbus.ticketmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.source.error.RejectedException;
import io.tourbus.testing.Normalizing;
import java.util.Map;
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
                .isEqualTo("{\"standard\":35.50,\"standard including fees\":40.15}");
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

    @Test
    void ticketPricesAreTheLowestOfEachNamedTier() {
        var concert = concerts.record("""
                {'id': 'e', 'name': 'E', 'priceRanges': [
                  {'type': 'standard', 'currency': 'AUD', 'min': 88.34},
                  {'type': 'standard', 'currency': 'AUD', 'min': 77.69},
                  {'type': 'standard including fees', 'currency': 'AUD', 'min': 265, 'max': 300.5},
                  {'currency': 'AUD', 'min': 1.005}]}
                """);

        assertThat(concert.path("ticket_prices").toString())
                .isEqualTo("{\"standard\":77.69,\"standard including fees\":265.00}");
        assertThat(concert.at("/price_ranges/2/max").toString()).isEqualTo("300.50");
        assertThat(concert.at("/price_ranges/3/min").toString()).isEqualTo("1.005");
        assertThat(concert.at("/price_ranges/3/type").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'localDate': '2025-12-31'} | 2025-12-31 | null | day",
                "{'localDate': '2025-12-31', 'localTime': '23:00:00'} | 2025-12-31 | 23:00:00 | local",
                "{'localDate': '2025-12-31', 'localTime': '23:00:00', 'noSpecificTime': true} | 2025-12-31 | null | day",
                "{'localDate': '2025-12-31', 'localTime': '23:00:00', 'approximate': true} | 2025-12-31 | 23:00:00 | approximate",
                "{'dateTime': '2026-01-01T04:30:00Z'} | 2025-12-31 | 23:30:00 | local",
                "{'dateTime': '2026-01-01T04:30:00Z', 'noSpecificTime': true} | 2025-12-31 | null | day",
                "{'localTime': '22:15:00', 'dateTime': '2016-01-17T03:15:00Z'} | 2016-01-16 | 22:15:00 | local",
                "{'approximate': false} | null | null | null",
                "{'localDate': '2026-02-30'} | null | null | null"
            })
    void theEndHasThePrecisionOfTheResponse(String end, String date, String time, String precision) {
        var concert =
                concerts.record("{'id': 'e', 'dates': {'timezone': 'America/New_York', 'end': %s}}".formatted(end));

        assertThat(concert.path("end_date").asText()).isEqualTo(date);
        assertThat(concert.path("end_time").asText()).isEqualTo(time);
        assertThat(concert.path("end_precision").asText()).isEqualTo(precision);
    }

    @Test
    void anEndInAnUnknownTimeZoneHasNoDate() {
        var concert = concerts.record(
                "{'id': 'e', 'dates': {'timezone': 'Nowhere/City', 'end': {'dateTime': '2026-01-01T04:30:00Z'}}}");

        assertThat(concert.get("end_date").isNull()).isTrue();
        assertThat(concert.get("end_precision").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"dateTBD, tbd", "dateTBA, tba"})
    void anUnconfirmedDateHasNoTime(String flag, String status) {
        var concert = concerts.record("""
                {'id': 'e', 'dates': {'start':
                  {'localDate': '2026-12-31', 'localTime': '19:00:00', 'dateTime': '2026-12-31T19:00:00Z', '%s': true}}}
                """.formatted(flag));

        assertThat(concert.path("event_date").asText()).isEqualTo("2026-12-31");
        assertThat(concert.path("event_date_precision").asText()).isEqualTo("day");
        assertThat(concert.get("local_time").isNull()).isTrue();
        assertThat(concert.path("date_status").asText()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'spanMultipleDays': true | true",
                "'spanMultipleDays': true, 'end': {'localDate': '2025-07-13'} | true",
                "'spanMultipleDays': true, 'end': {'localDate': '2025-07-14'} | false",
                "'spanMultipleDays': false | false",
                "'timezone': 'UTC' | false"
            })
    void theStartOfAMultiDayEventWithoutALaterEndMayBeItsLastDay(String dates, boolean lastDay) {
        var concert = concerts.record(
                "{'id': 'e', 'dates': {'start': {'localDate': '2025-07-13', 'timeTBA': true}, %s}}".formatted(dates));

        assertThat(concert.path("start_may_be_last_day").asBoolean()).isEqualTo(lastDay);
        assertThat(concert.path("time_tba").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'localDate': '2026-02-30'} | null",
                "{'localDate': '2026-13-01'} | null",
                "{'localDate': '2026-10-06', 'localTime': '25:61:00'} | 2026-10-06",
                "{'localDate': '2026-10-06', 'localTime': '20:00:99'} | 2026-10-06",
                "{'localDate': '2026-10-06', 'dateTime': '2026-02-30T20:00:00Z'} | 2026-10-06"
            })
    void impossibleDatesAndTimesAreNullAndCounted(String start, String date) {
        var concert = concerts.record("{'id': 'e', 'dates': {'start': %s}}".formatted(start));

        assertThat(concert.path("event_date").asText()).isEqualTo(date);
        assertThat(concert.get("local_time").isNull()).isTrue();
        assertThat(concerts.repairs()).containsExactly(Map.entry("impossible date", 1));
    }

    @Test
    void halfASurrogatePairIsReplacedAndCounted() {
        var concert = concerts.record("{'id': 'e', 'name': 'Lone \\ud83c surrogate, whole \\ud83c\\udfb8'}");

        assertThat(concert.path("name").asText()).isEqualTo("Lone \uFFFD surrogate, whole \uD83C\uDFB8");
        assertThat(concerts.repairs()).containsExactly(Map.entry("lone surrogate", 1));
    }

    @Test
    void aPerformerWithoutAnIdKeepsItsName() {
        var concert = concerts.record("""
                {'id': 'e', 'name': 'E', '_embedded': {'attractions': [{'name': 'Opener'}, {'id': 'K8vZ', 'name': 'A'}]}}
                """);

        assertThat(concert.at("/performers/0/name").asText()).isEqualTo("Opener");
        assertThat(concert.at("/performers/0/artist_id").isNull()).isTrue();
        assertThat(concert.path("artist_id").asText()).isEqualTo("ticketmaster_K8vZ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'_embedded': {'venues': [{'name': 'Hall', 'city': {'name': 'Ghent'}, 'country': {'countryCode': 'BE'}}]}",
                "'place': {'name': 'Hall', 'city': {'name': 'Ghent'}, 'country': {'countryCode': 'BE'}}"
            })
    void anEventWithoutAVenueIdHasItsLocation(String where) {
        var concert = concerts.record("{'id': 'e', 'name': 'E', %s}".formatted(where));

        assertThat(concert.get("venue_id").isNull()).isTrue();
        assertThat(concert.path("venue_name").asText()).isEqualTo("Hall");
        assertThat(concert.path("venue_city").asText()).isEqualTo("Ghent");
        assertThat(concert.path("venue_country").asText()).isEqualTo("BE");
    }

    @Test
    void keepsTheTextsForTicketBuyers() {
        var concert = concerts.record("""
                {'id': 'e', 'name': 'E', 'test': false, 'info': '%s',
                 'classifications': [{'primary': true, 'type': {'name': 'Event Style'}, 'subType': {'name': 'Festival'}}],
                 'promoter': {'id': '653', 'name': 'LIVE NATION MUSIC'},
                 'ageRestrictions': {'legalAgeEnforced': true, 'ageRuleDescription': '18 & Over'},
                 'ticketLimit': {'info': 'Eight tickets'}, 'seatmap': {'staticUrl': 'https://maps/x'},
                 'accessibility': {'info': 'Ring the bell'}, 'doorsTimes': {'localDate': '2026-10-06', 'localTime': '18:00:00'},
                 'products': [{'id': 'p', 'name': 'Car park', 'type': 'Parking', 'url': 'https://t/p'}],
                 'sales': {'public': {'startTBD': true}, 'presales': [{'name': 'Fans', 'url': 'https://t/fans'}]}}
                """.formatted("x".repeat(5_000)));

        assertThat(concert.path("info").asText()).hasSize(4_000).endsWith("x…");
        assertThat(concert.path("event_type").asText()).isEqualTo("Event Style");
        assertThat(concert.path("event_sub_type").asText()).isEqualTo("Festival");
        assertThat(concert.path("is_add_on").asText()).isEqualTo("false");
        assertThat(concert.at("/promoters/0/name").asText()).isEqualTo("LIVE NATION MUSIC");
        assertThat(concert.path("legal_age_enforced").asBoolean()).isTrue();
        assertThat(concert.path("age_rule").asText()).isEqualTo("18 & Over");
        assertThat(concert.path("ticket_limit").asText()).isEqualTo("Eight tickets");
        assertThat(concert.path("seat_map_url").asText()).isEqualTo("https://maps/x");
        assertThat(concert.path("accessibility").asText()).isEqualTo("Ring the bell");
        assertThat(concert.path("doors_time").asText()).isEqualTo("18:00:00");
        assertThat(concert.at("/products/0/type").asText()).isEqualTo("Parking");
        assertThat(concert.path("sale_start_tbd").asBoolean()).isTrue();
        assertThat(concert.at("/presales/0/url").asText()).isEqualTo("https://t/fans");
        assertThat(concert.path("test").asText()).isEqualTo("false");
    }

    @Test
    void anEventThatSellsParkingIsAnAddOn() {
        var concert = concerts.record("{'id': 'e', 'name': 'E', 'classifications': [{'type': {'name': 'Parking'}}]}");

        assertThat(concert.path("is_add_on").asText()).isEqualTo("true");
    }

    @Test
    void aPromoterWithoutAnIdKeepsItsName() {
        var concert = concerts.record("{'id': 'e', 'name': 'E', 'promoter': {'name': 'Local Promoter'}}");

        assertThat(concert.path("promoters")).hasSize(1);
        assertThat(concert.at("/promoters/0/id").isNull()).isTrue();
        assertThat(concert.at("/promoters/0/name").asText()).isEqualTo("Local Promoter");
    }
}
