package io.tourbus.sandbox.ticketmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.catalogue.Genre;
import io.tourbus.sandbox.catalogue.GeoPoint;
import io.tourbus.sandbox.server.ApiResponse;
import io.tourbus.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each filter of the simulated Ticketmaster finds exactly the events with matching JSON. */
class TicketmasterFiltersTest {

    private final Clock clock = new TestClock();
    private final Catalogue catalogue =
            new Catalogue(new Catalogue.Size(5, 60, 300, 3_000, LocalDate.of(2026, 11, 23)));
    private final List<Catalogue.Event> dated =
            catalogue.events().stream().filter(event -> event.start() != null).toList();
    private TicketmasterServer ticketmaster;

    @BeforeEach
    void start() throws IOException {
        ticketmaster = new TicketmasterServer(catalogue, new TicketmasterServer.Options("k", 1_000, 1_000), 0, clock);
    }

    @AfterEach
    void stop() {
        assertThat(ticketmaster.violations()).isEmpty();
        ticketmaster.close();
    }

    @Test
    void eventsOfAPlace() throws Exception {
        var venue = dated.get(0).venue();
        assertFinds("venueId=" + venue.id(), event -> event.venue().equals(venue));
        assertFinds("countryCode=CA", event -> event.venue().town().country().equals("CA"));
        assertFinds("stateCode=NY", event -> "NY".equals(event.venue().town().state()));
        assertFinds("city=new york", event -> event.venue().town().name().equals("New York"));
        assertFinds("marketId=35", event -> "35".equals(event.venue().town().market()));
        assertFinds("dmaId=324", event -> event.venue().town().dmas().contains(324));
        var code = dated.stream()
                .map(event -> event.venue().postalCode())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertFinds("postalCode=" + code, event -> code.equals(event.venue().postalCode()));
    }

    @Test
    void eventsOfAKind() throws Exception {
        assertFinds("segmentId=" + EventPayload.MUSIC, event -> true);
        assertFinds("classificationId=" + EventPayload.MUSIC, event -> true);
        assertFinds("genreId=" + Genre.JAZZ.id(), event -> event.genre() == Genre.JAZZ);
        assertFinds("classificationId=" + Genre.JAZZ.id(), event -> event.genre() == Genre.JAZZ);
        assertFinds("classificationName=jazz", event -> event.genre() == Genre.JAZZ);
        assertFinds("classificationName=-jazz", event -> event.genre() != Genre.JAZZ);
        assertFinds("classificationId=-%s,-x".formatted(Genre.JAZZ.id()), event -> event.genre() != Genre.JAZZ);
    }

    @Test
    void eventsWithoutAClassification() throws Exception {
        assertThat(find("events", "classificationId=-" + EventPayload.MUSIC)).isEmpty();
        ticketmaster.addUnclassified(dated.get(0));

        assertFinds("segmentId=" + EventPayload.MUSIC, event -> true);
        assertThat(find("events", "classificationId=-%s,-KZFzniwnSyZfZ7v7nE".formatted(EventPayload.MUSIC)))
                .containsExactly(dated.get(0).unclassified().id());
    }

    @Test
    void eventsById() throws Exception {
        var some = List.of(dated.get(3), dated.get(8));
        assertFinds("id=%s,%s".formatted(some.get(0).id(), some.get(1).id()), some::contains);
        var artists = catalogue.artists().subList(0, 2);
        assertFinds(
                "attractionId=%s,%s"
                        .formatted(artists.get(0).attractionId(), artists.get(1).attractionId()),
                event -> event.performers().stream().anyMatch(artists::contains));
        var venues = List.of(dated.get(3).venue(), dated.get(9).venue());
        assertFinds(
                "venueId=%s,%s".formatted(venues.get(0).id(), venues.get(1).id()),
                event -> venues.contains(event.venue()));
    }

    @Test
    void keywordsAreWholeWords() throws Exception {
        var word = dated.get(0).name().split(" ")[1].replace(":", "");

        assertFinds(
                "keyword=" + word.toUpperCase(),
                event -> Arrays.stream(event.name().split("[ :]+")).anyMatch(word::equalsIgnoreCase));
        assertThat(find("events", "keyword=" + word.substring(1))).isEmpty();
    }

    @Test
    void genreAndMarketOfAnEventAreStable() throws Exception {
        var event = dated.stream()
                .filter(candidate -> candidate.genre() == Genre.POP
                        && candidate.venue().town().market() != null)
                .findFirst()
                .orElseThrow();

        var payload = get("events", "id=" + event.id()).json().at("/_embedded/events/0");

        assertThat(payload.at("/classifications/0/genre/id").asText()).isEqualTo(Genre.POP.id());
        assertThat(payload.at("/_embedded/venues/0/markets/0/id").isTextual()).isTrue();
        assertThat(payload.at("/_embedded/venues/0/markets/0/id").asText())
                .isEqualTo(event.venue().town().market());
        assertThat(payload.at("/_embedded/venues/0/dmas/0/id").isIntegralNumber())
                .isTrue();
    }

    @Test
    void aVenueSearchWithoutCountryIsRestrictedToTheUs() throws Exception {
        var answer = get("venues", "size=200");

        assertThat(answer.json().at("/_embedded/venues"))
                .isNotEmpty()
                .allMatch(venue -> venue.at("/country/countryCode").asText().equals("US"));
        assertThat(answer.text("/_links/self/href")).contains("countryCode=US");
    }

    @Test
    void venuesWithinTheRadiusAreFound() throws Exception {
        var middle = GeoPoint.ofGeohash("dr5reg");
        assertThat(middle.latitude()).isCloseTo(40.71, within(0.02));
        assertThat(middle.longitude()).isCloseTo(-74.0, within(0.02));

        assertThat(find("venues", "geoPoint=dr5reg&radius=20&unit=km")).isEqualTo(venuesWithin(middle, 20));
        assertThat(find("venues", "geoPoint=dr5reg&radius=10")).isEqualTo(venuesWithin(middle, 16.09344));
        assertThat(find("venues", "geoPoint=dr5reg")).isEqualTo(venuesWithin(middle, 80.4672));
        assertThat(find("venues", "latlong=%s,%s&radius=30&unit=km".formatted(middle.latitude(), middle.longitude())))
                .isEqualTo(venuesWithin(middle, 30));
    }

    @Test
    void distancesAreGreatCircleDistances() {
        assertThat(new GeoPoint(51.5074, -0.1278).kilometresTo(new GeoPoint(40.7128, -74.0060)))
                .isCloseTo(5_570, within(5.0));
    }

    private List<String> venuesWithin(GeoPoint middle, double kilometres) {
        var ids = catalogue.venues().stream()
                .filter(venue -> venue.town().country().equals("US"))
                .filter(venue -> venue.location() != null && middle.kilometresTo(venue.location()) <= kilometres)
                .map(Catalogue.Venue::id)
                .sorted()
                .toList();
        assertThat(ids).isNotEmpty();
        return ids;
    }

    private void assertFinds(String query, Predicate<Catalogue.Event> expected) throws Exception {
        var ids = dated.stream()
                .filter(expected)
                .map(Catalogue.Event::id)
                .sorted()
                .toList();
        var answer = get("events", query.replace(" ", "%20") + "&size=200&sort=id,asc");

        assertThat(ids).isNotEmpty();
        assertThat(answer.json().at("/page/totalElements").asInt()).as(query).isEqualTo(ids.size());
        assertThat(answer.ids("/_embedded/events"))
                .isEqualTo(ids.stream().limit(200).toList());
    }

    private List<String> find(String what, String query) throws Exception {
        return get(what, query + "&size=200").ids("/_embedded/" + what).stream()
                .sorted()
                .toList();
    }

    private ApiResponse get(String what, String query) throws IOException, InterruptedException {
        return ApiResponse.to(
                HttpRequest.newBuilder(URI.create("%s/%s?%s&apikey=k".formatted(ticketmaster.baseUrl(), what, query))));
    }
}
