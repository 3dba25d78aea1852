package io.tourbus.source.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SliceTest {

    @Test
    void theNameStartsWithTheTitle() {
        assertThat(search("Hip Hop!", "hip hop").name()).matches("search-hip-hop-[0-9a-f]{8}");
    }

    @Test
    void equalParametersGiveTheSameName() {
        assertThat(search("jazz", "jazz").name())
                .isEqualTo(search("jazz", "jazz").name());
    }

    @Test
    void similarTitlesGiveDifferentNames() {
        assertThat(search("hip hop", "hip hop").name())
                .isNotEqualTo(search("hip-hop", "hip-hop").name());
    }

    @Test
    void anyTitleGivesANameThatFitsAnObjectKey() {
        assertThat(search("Zürich / ☂ ".repeat(40), "x").name()).matches("[a-z0-9-]{1,80}");
    }

    private static Slice search(String title, String term) {
        return Slice.of(
                new Query("spotify", Entity.ARTISTS, "search " + title),
                "spotify-search",
                "search " + title,
                Map.of("q", term),
                List.of());
    }
}
