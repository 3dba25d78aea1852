package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StartsEncodingTest {

    private final Instant evening = Instant.parse("2026-11-23T19:30:00Z");
    private final TreeMap<Instant, Integer> starts =
            new TreeMap<>(Map.of(Instant.parse("1969-12-31T23:59:59Z"), 1, evening, Integer.MAX_VALUE));

    @Test
    void whatIsEncodedIsDecoded() {
        assertThat(StartsEncoding.decode(StartsEncoding.encode(starts))).isEqualTo(starts);
        assertThat(StartsEncoding.decode(StartsEncoding.encode(new TreeMap<>())))
                .isEmpty();
    }

    @Test
    void partsOfASecondAreNotToldApart() {
        var close = new TreeMap<>(Map.of(evening, 1, evening.plusMillis(500), 2));

        assertThat(StartsEncoding.decode(StartsEncoding.encode(close))).containsExactly(Map.entry(evening, 3));
    }

    @Test
    void anotherVersionMeansNothingRemembered() {
        var bytes = StartsEncoding.encode(starts);
        bytes[0]++;

        assertThat(StartsEncoding.decode(bytes)).isEmpty();
        assertThat(StartsEncoding.decode(new byte[0])).isEmpty();
    }

    @Test
    void bytesCutShortMeanNothingRemembered() {
        var bytes = StartsEncoding.encode(starts);

        for (var length = 1; length < bytes.length; length++) {
            assertThat(StartsEncoding.decode(Arrays.copyOf(bytes, length))).isEmpty();
        }
    }

    @Test
    void aDamagedByteMeansNothingRemembered() {
        var bytes = StartsEncoding.encode(starts);

        for (var i = 3; i < bytes.length; i++) {
            var damaged = bytes.clone();
            damaged[i] ^= 0x55;
            assertThat(StartsEncoding.decode(damaged)).isEmpty();
        }
    }
}
