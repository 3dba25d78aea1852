package io.tourbus.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTest {

    @Test
    void encodesItsParametersInTheOrderOfTheirNames() {
        var request = new Request("/search", Map.of("type", "artist", "q", "AC/DC & föö+1", "offset", "0"), 0);

        assertThat(request.query()).isEqualTo("offset=0&q=AC%2FDC%20%26%20f%C3%B6%C3%B6%2B1&type=artist");
    }

    @Test
    void hasNoQueryWithoutParameters() {
        assertThat(new Request("/artists/x", Map.of(), 0).query()).isEmpty();
    }
}
