package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtistIdTest {

    private static final String ID = "0a1B2c3D4e5F6g7H8i9J0k";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ID,
                " " + ID + " ",
                "spotify:artist:" + ID,
                "https://open.spotify.com/artist/" + ID,
                "open.spotify.com/artist/" + ID,
                "https://open.spotify.com/intl-de/artist/" + ID + "?si=abc"
            })
    void parsesAllForms(String text) {
        assertThat(SpotifySettings.artistId(text)).contains(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "short", "spotify:album:" + ID, "https://open.spotify.com/user/" + ID, ID + "x", "ab" + ID})
    void otherTextsAreEmpty(String text) {
        assertThat(SpotifySettings.artistId(text)).isEmpty();
    }
}
