package io.tourbus.spotify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.Settled;
import io.tourbus.TestClock;
import io.tourbus.TestState;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.Answer;
import io.tourbus.source.Gate;
import io.tourbus.source.Pace;
import io.tourbus.source.Page;
import io.tourbus.source.Patience;
import io.tourbus.source.Query;
import io.tourbus.source.RetryAfter;
import io.tourbus.source.Slice;
import io.tourbus.source.SliceReader;
import io.tourbus.source.SourceException;
import io.tourbus.state.State;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpotifyAnswersTest {

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final SpotifyAnswers answers = answers();

    private SpotifyAnswers answers() {
        var settings = SpotifySettings.read(Settled.with(), Path.of(""));
        var patience = new Patience(
                new Gate(clock::nanoTime),
                new RetryAfter(clock),
                () -> Duration.ofSeconds(60),
                TestState.quota("spotify", clock));
        return new SpotifyAnswers(
                new SpotifyAccess(settings, new Remarks(), state.facts(), clock),
                new SpotifyToken(() -> new SpotifyToken.Grant("token", Duration.ofHours(1)), clock),
                patience,
                new Pace("spotify", () -> 100, millis -> {}),
                new Answer(new ObjectMapper(), UnaryOperator.identity()));
    }

    @AfterEach
    void close() {
        state.close();
    }

    @ParameterizedTest
    @CsvSource({"404, Resource not found", "404, non existing id", "400, invalid id", "400, Invalid base62 id"})
    void anIdThatSpotifyDoesNotKnowIsNoEntity(int status, String message) {
        var page = read(status, message);

        assertThat(page.entities()).isEmpty();
        assertThat(page.nulls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"400, Only valid bearer authentication supported", "400, Invalid market code", "400, ''"})
    void whatIsWrongWithTheRequestIsNotBlamedOnTheId(int status, String message) {
        assertThatThrownBy(() -> read(status, message))
                .isInstanceOf(SourceException.Refused.class)
                .hasMessageContaining(message);
    }

    private Page read(int status, String message) {
        var slice = Slice.of(
                new Query("spotify", Entity.ARTISTS, "artists by id"), "spotify-artists", "x", Map.of(), List.of("a"));
        var reader = new SliceReader(
                IdPager.artists(() -> 1), new ArtistNormalizer()::normalize, new RecordEncoder(), clock);
        var body = "{\"error\":{\"status\":%d,\"message\":\"%s\"}}".formatted(status, message);
        return answers.read(status, null, 1, reader.open(slice), new ByteArrayInputStream(body.getBytes(UTF_8)));
    }
}
