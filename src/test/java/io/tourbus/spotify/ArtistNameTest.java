package io.tourbus.spotify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtistNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Beyoncé | BEYONCE",
                "The Black Keys | black keys",
                "Simon & Garfunkel | Simon and Garfunkel",
                "AC/DC | acdc",
                "Guns N’ Roses | Guns N' Roses",
                "Straße | STRASSE",
                "Ｗｉｄｅ  Band | wide band"
            })
    void similarNamesAreEqual(String name, String other) {
        assertThat(ArtistsByName.comparable(name)).isEqualTo(ArtistsByName.comparable(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Therapist | The Rapist", "!!! | ???", "Low | Lower", "Ke$ha | Keha"})
    void differentNamesAreNotEqual(String name, String other) {
        assertThat(ArtistsByName.comparable(name)).isNotEqualTo(ArtistsByName.comparable(other));
    }

    @ParameterizedTest
    @CsvSource({"LOUD, exact", "lOUD, lower", "loud, lower", "L.O.U.D., lower", "Quiet, none"})
    void prefersTheExactNameThenTheSameLettersThenASimilarName(String requested, String expected) {
        var page = SpotifyResponseReader.parserFor(Entity.ARTISTS).read("""
                {"artists": {"items": [{"id": "lower", "name": "loud"}, {"id": "exact", "name": "LOUD"}], "total": 2, "next": null}}
                """.getBytes(UTF_8));
        List<String> found = new ArrayList<>();
        var artists = new ArtistsByName(name -> name, null, (name, id) -> found.add(id.orElse("none")));
        var slice =
                Slice.of(new Query("spotify", Entity.ARTISTS, "names"), "names", "names", Map.of(), List.of(requested));

        artists.select(page, new PageRequest("/search", Map.of(), 0), slice);

        assertThat(found).containsExactly(expected);
    }
}
