package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.testing.TestClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static Optional<Duration> parse(String header) {
        return RetryAfterPolicy.parse(header, new TestClock());
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "0, 0", "' 43200 ', 43200"})
    void parsesWholeSeconds(String header, long seconds) {
        assertThat(parse(header)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void parsesAnHttpDate() {
        assertThat(parse("Mon, 23 Nov 2026 02:01:30 GMT")).contains(Duration.ofSeconds(90));
    }

    @Test
    void aDateInThePastMeansNow() {
        assertThat(parse("Mon, 23 Nov 2026 01:00:00 GMT")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "-5", "1.5", "soon", "99999999999999", "2026-11-23T02:01:30Z"})
    void otherValuesAreEmpty(String header) {
        assertThat(parse(header)).isEmpty();
    }
}
