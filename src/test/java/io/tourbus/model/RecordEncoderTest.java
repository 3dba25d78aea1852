package io.tourbus.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Artist.Attraction;
import io.tourbus.model.RecordEncoder.Origin;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEncoderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one\u2028two",
                "one\u2029two",
                "one\u0085two",
                "one\ntwo",
                "one\u2027\u202A\u00E9\uD83C\uDFB8two"
            })
    void aRecordIsOneLineForAllReadersAndKeepsItsText(String name) throws IOException {
        var artist = new Artist(
                "spotify_a",
                name,
                List.of(),
                null,
                null,
                null,
                "a",
                null,
                Map.of(name, name),
                List.of(),
                Attraction.NONE);

        var line = new RecordEncoder()
                .encode(artist, new Origin("spotify", "run", "slice", Instant.EPOCH))
                .json();

        assertThat(new String(line, UTF_8).split("\\R")).hasSize(1);
        var read = new ObjectMapper().readTree(line);
        assertThat(read.path("name").asText()).isEqualTo(name);
        assertThat(read.path("external_urls").path(name).asText()).isEqualTo(name);
    }
}
