package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import io.tourbus.testing.Normalizing;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackNormalizerTest {

    private final Normalizing tracks = new Normalizing(topTracksOf("artistA")::normalize);

    @Test
    void convertsAllFieldsWithTheArtistOfTheRequest() {
        var track = tracks.record("""
                {'id': 't1', 'name': 'Song', 'type': 'track', 'artists': [{'id': 'artistA'}, {'id': 'artistB'}, {}],
                 'album': {'id': 'al', 'name': 'Record', 'release_date': '1981-12', 'release_date_precision': 'month',
                           'images': [{'url': 'u', 'width': 640.0, 'height': 640}]},
                 'duration_ms': 2.0E5, 'explicit': false, 'popularity': 71.0, 'external_ids': {'isrc': 'QZ1'},
                 'external_urls': {'spotify': 'https://open.spotify.com/track/t1'}}
                """);

        assertThat(track.path("track_id").asText()).isEqualTo("spotify_t1");
        assertThat(track.path("artist_id").asText()).isEqualTo("spotify_artistA");
        assertThat(track.path("artist_ids").toString()).isEqualTo("[\"spotify_artistA\",\"spotify_artistB\"]");
        assertThat(track.path("rank").asInt()).isEqualTo(1);
        assertThat(track.path("market").asText()).isEqualTo("DE");
        assertThat(track.path("album_id").asText()).isEqualTo("spotify_al");
        assertThat(track.path("album_release_date").asText()).isEqualTo("1981-12");
        assertThat(track.path("album_release_date_precision").asText()).isEqualTo("month");
        assertThat(track.path("duration_ms").toString()).isEqualTo("200000");
        assertThat(track.path("explicit").isBoolean()).isTrue();
        assertThat(track.path("popularity").toString()).isEqualTo("71");
        assertThat(track.path("isrc").asText()).isEqualTo("QZ1");
        assertThat(track.path("data_type").asText()).isEqualTo("tracks");
    }

    @Test
    void missingFieldsAreNull() {
        var track = tracks.record("{'id': 't1', 'type': 'track', 'album': {'name': '', 'release_date': '0'}}");

        for (var field : new String[] {
            "name",
            "artist_ids",
            "album_id",
            "album_name",
            "album_release_date",
            "duration_ms",
            "explicit",
            "popularity",
            "isrc",
            "external_urls",
            "images"
        }) {
            assertThat(track.get(field).isNull()).as(field).isTrue();
        }
    }

    @Test
    void ranksFollowTheOrderOfThePage() {
        tracks.record("{'id': 't1'}");

        assertThat(tracks.record("{'id': 't2'}").path("rank").asInt()).isEqualTo(2);
    }

    @Test
    void aTrackOfTwoArtistsGivesTwoRecordsWithOneKey() {
        var entity = new ObjectMapper().createObjectNode().put("id", "t1");

        var first = topTracksOf("artistA").normalize(JsonFields.of(entity));
        var other = topTracksOf("artistB").normalize(JsonFields.of(entity));

        assertThat(first.id()).isEqualTo(other.id());
        assertThat(first.identity()).isNotEqualTo(other.identity());
    }

    private static EntityNormalizer topTracksOf(String artist) {
        return new TrackNormalizer()
                .forPage(
                        PageResult.NONE,
                        new PageRequest("/artists/" + artist + "/top-tracks", Map.of("market", "DE"), 0));
    }
}
