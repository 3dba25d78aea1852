package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.source.error.RejectedException;
import io.tourbus.testing.Normalizing;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtistNormalizerTest {

    private final Normalizing artists = new Normalizing(entity -> ArtistNormalizer.normalize(entity, Map.of()));

    @Test
    void convertsAllFields() {
        var artist = artists.record("""
                {'id': '0a1B2c3D4e5F6g7H8i9J0k', 'name': ' The Long Weekend ', 'type': 'artist',
                 'genres': ['Indie Rock', 'POP'], 'popularity': 71, 'followers': {'href': null, 'total': 12345},
                 'external_urls': {'spotify': 'https://open.spotify.com/artist/0a1B2c3D4e5F6g7H8i9J0k'},
                 'images': [{'url': 'https://i.scdn.co/image/a', 'width': 640, 'height': null}]}
                """);

        assertThat(artist.path("artist_id").asText()).isEqualTo("spotify_0a1B2c3D4e5F6g7H8i9J0k");
        assertThat(artist.path("name").asText()).isEqualTo("The Long Weekend");
        assertThat(artist.path("genre").toString()).isEqualTo("[\"indie rock\",\"pop\"]");
        assertThat(artist.path("popularity_score").asInt()).isEqualTo(71);
        assertThat(artist.path("followers").asLong()).isEqualTo(12_345);
        assertThat(artist.at("/external_urls/spotify").asText()).endsWith("/0a1B2c3D4e5F6g7H8i9J0k");
        assertThat(artist.at("/images/0").toString())
                .startsWith("{\"url\":\"https://i.scdn.co/image/a\",\"width\":640,\"height\":null,");
        assertThat(artist.path("source").asText()).isEqualTo("spotify");
        assertThat(artist.path("data_type").asText()).isEqualTo("artists");
        assertThat(artist.path("run_id").asText()).isEqualTo("run-1");
        assertThat(artist.path("ingestion_timestamp").asText()).isEqualTo("2026-11-23T02:00:01.123Z");
    }

    @Test
    void missingListsAreEmptyAndOtherMissingFieldsNull() {
        var artist = artists.record("{'id': 'x', 'name': 'Solo', 'type': 'artist'}");

        for (var field : new String[] {"genre", "images", "members", "aliases", "classifications"}) {
            assertThat(artist.path(field).toString()).as(field).isEqualTo("[]");
        }
        for (var field : new String[] {
            "popularity_score", "followers", "formation_date", "external_urls", "ticketmaster_id", "musicbrainz_id"
        }) {
            assertThat(artist.get(field).isNull()).as(field).isTrue();
        }
    }

    @Test
    void acceptsIntegersInFloatFormat() {
        var artist = artists.record("""
                {'id': 'x', 'popularity': 85.0, 'followers': {'total': 2.3024383E7},
                 'images': [{'url': 'u', 'width': 640.0, 'height': 640.0}]}
                """);

        assertThat(artist.path("popularity_score").toString()).isEqualTo("85");
        assertThat(artist.path("followers").toString()).isEqualTo("23024383");
        assertThat(artist.at("/images/0/height").toString()).isEqualTo("640");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{'name': 'No Id'} | no id", "{'id': ' '} | no id", "'text' | not an object", "[] | not an object"
            },
            quoteCharacter = '`')
    void rejectsWhatIsNotAnArtist(String json, String reason) {
        assertThatThrownBy(() -> artists.record(json))
                .isInstanceOf(RejectedException.class)
                .hasMessage(reason);
    }

    @Test
    void theHashDependsOnTheContent() {
        var first = artists.record("{'id': 'x', 'name': 'A', 'href': 'https://a?locale=en'}")
                .path("record_hash");
        var same = artists.record("{'name': 'A', 'id': 'x', 'href': 'https://a?locale=de'}")
                .path("record_hash");
        var other = artists.record("{'id': 'x', 'name': 'B'}").path("record_hash");

        assertThat(same).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }
}
