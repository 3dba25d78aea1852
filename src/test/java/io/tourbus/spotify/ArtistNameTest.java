package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

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
}
