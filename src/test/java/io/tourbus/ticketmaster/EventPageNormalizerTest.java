package io.tourbus.ticketmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Artist.Attraction;
import io.tourbus.model.Entity;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.slice.SliceReader.Embedded;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventPageNormalizerTest {

    private static final String LINKED = "9a1B2c3D4e5F6g7H8i9J0k";

    private final Map<String, Attraction> linked = new TreeMap<>();

    @Test
    void theVenuesAndAttractionsOfAnEventHaveTheIdsThatTheConcertRefersTo() throws IOException {
        var event = event("""
                {'id': 'e', 'name': 'E', '_embedded': {
                  'venues': [{'id': 'v', 'name': 'Hall'}, {'name': 'Without an ID'}],
                  'attractions': [{'name': 'Without an ID'}, {'id': 'a', 'name': 'Head'},
                    {'id': 'b', 'name': 'Guest', 'externalLinks': {'spotify': [{'url': 'spotify:artist:%s'}]}}]}}
                """.formatted(LINKED));
        var concert = new EventNormalizer().normalize(event);

        var found = EventPageNormalizer.embedded(event, concert, linked::put);

        assertThat(found)
                .extracting(
                        Embedded::entity, embedded -> embedded.record().get().id())
                .containsExactly(
                        tuple(Entity.VENUES, "ticketmaster_v"),
                        tuple(Entity.ARTISTS, "ticketmaster_a"),
                        tuple(Entity.ARTISTS, "spotify_" + LINKED));
        assertThat(concert.venueId()).isEqualTo("ticketmaster_v");
        assertThat(concert.performers())
                .extracting(performer -> performer.artistId())
                .containsExactly(null, "ticketmaster_a", "spotify_" + LINKED);
        assertThat(linked).containsOnlyKeys(LINKED);
        assertThat(linked.get(LINKED).ticketmasterId()).isEqualTo("b");
    }

    private static JsonFields event(String json) throws IOException {
        JsonNode tree = new ObjectMapper().readTree(json.replace('\'', '"'));
        return JsonFields.of(tree);
    }
}
