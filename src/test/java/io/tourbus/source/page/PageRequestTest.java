package io.tourbus.source.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PageRequestTest {

    @Test
    void encodesParametersSortedByName() {
        var request = new PageRequest("/search", Map.of("type", "artist", "q", "AC/DC & föö+1", "offset", "0"), 0);

        assertThat(request.query()).isEqualTo("offset=0&q=AC%2FDC%20%26%20f%C3%B6%C3%B6%2B1&type=artist");
    }

    @Test
    void theQueryIsEmptyWithoutParameters() {
        assertThat(new PageRequest("/artists/x", Map.of(), 0).query()).isEmpty();
    }
}
