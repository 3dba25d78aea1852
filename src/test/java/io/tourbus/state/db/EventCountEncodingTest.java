package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventCountEncodingTest {

    private final Instant evening = Instant.parse("2026-11-23T19:30:00Z");
    private final TreeMap<Instant, Integer> starts =
            new TreeMap<>(Map.of(Instant.parse("1969-12-31T23:59:59Z"), 1, evening, Integer.MAX_VALUE));

    @Test
    void whatIsEncodedIsDecoded() {
        assertThat(EventCountEncoding.decode(EventCountEncoding.encode(starts))).isEqualTo(starts);
        assertThat(EventCountEncoding.decode(EventCountEncoding.encode(new TreeMap<>())))
                .isEmpty();
    }

    @Test
    void timesAreRoundedDownToTheSecond() {
        var close = new TreeMap<>(Map.of(evening, 1, evening.plusMillis(500), 2));

        assertThat(EventCountEncoding.decode(EventCountEncoding.encode(close))).containsExactly(Map.entry(evening, 3));
    }

    @Test
    void anotherVersionIsDecodedAsEmpty() {
        var bytes = EventCountEncoding.encode(starts);
        bytes[0]++;

        assertThat(EventCountEncoding.decode(bytes)).isEmpty();
        assertThat(EventCountEncoding.decode(new byte[0])).isEmpty();
    }

    @Test
    void truncatedBytesAreDecodedAsEmpty() {
        var bytes = EventCountEncoding.encode(starts);

        for (var length = 1; length < bytes.length; length++) {
            assertThat(EventCountEncoding.decode(Arrays.copyOf(bytes, length))).isEmpty();
        }
    }

    @Test
    void damagedBytesAreDecodedAsEmpty() {
        var bytes = EventCountEncoding.encode(starts);

        for (var i = 3; i < bytes.length; i++) {
            var damaged = bytes.clone();
            damaged[i] ^= 0x55;
            assertThat(EventCountEncoding.decode(damaged)).isEmpty();
        }
    }
}
