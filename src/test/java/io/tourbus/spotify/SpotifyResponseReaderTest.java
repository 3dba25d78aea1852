package io.tourbus.spotify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.AccessToken;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpotifyResponseReaderTest {

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final SpotifyResponseReader responses = responses();

    private SpotifyResponseReader responses() {
        var settings = SpotifySettings.read(Settled.with(), Path.of(""));
        var retryAfterPolicy = new RetryAfterPolicy(
                TestState.pacer(), clock, () -> Duration.ofSeconds(60), TestState.quota("spotify", clock));
        return new SpotifyResponseReader(
                new CapabilityProbe(settings, state.keyValues(), clock),
                new AccessToken("Spotify", () -> new AccessToken.Grant("token", Duration.ofHours(1)), clock),
                retryAfterPolicy,
                new AdaptiveRateLimiter("spotify", () -> 100, millis -> {}),
                new ResponseReader(new Redaction(List.of()), StreamReadConstraints.defaults()),
                "--set");
    }

    @AfterEach
    void close() {
        state.close();
    }

    @ParameterizedTest
    @CsvSource({"404, Resource not found", "404, non existing id", "400, invalid id", "400, Invalid base62 id"})
    void anUnknownIdIsANullEntry(int status, String message) {
        var page = read(status, message);

        assertThat(page.entities()).isEmpty();
        assertThat(page.nulls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"400, Only valid bearer authentication supported", "400, Invalid market code", "400, ''"})
    void otherErrorsAreNotUnknownIds(int status, String message) {
        assertThatThrownBy(() -> read(status, message))
                .isInstanceOf(SourceException.Refused.class)
                .hasMessageContaining(message);
    }

    private PageResult read(int status, String message) {
        var slice = Slice.of(
                new Query("spotify", Entity.ARTISTS, "artists by id"), "spotify-artists", "x", Map.of(), List.of("a"));
        var reader = new SliceReader(
                IdPager.artists(() -> 1),
                entity -> ArtistNormalizer.normalize(entity, Map.of()),
                new RecordEncoder(),
                clock);
        var body = "{\"error\":{\"status\":%d,\"message\":\"%s\"}}".formatted(status, message);
        return responses.read(status, null, 1, reader.open(slice), new ByteArrayInputStream(body.getBytes(UTF_8)));
    }
}
