package io.tourbus.state;

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
        assertThat(EventCountHistory.decode(EventCountHistory.encode(starts))).isEqualTo(starts);
        assertThat(EventCountHistory.decode(EventCountHistory.encode(new TreeMap<>())))
                .isEmpty();
    }

    @Test
    void timesAreRoundedDownToTheSecond() {
        var close = new TreeMap<>(Map.of(evening, 1, evening.plusMillis(500), 2));

        assertThat(EventCountHistory.decode(EventCountHistory.encode(close))).containsExactly(Map.entry(evening, 3));
    }

    @Test
    void impossibleCountsAreLeftOut() {
        var stored = new TreeMap<>(Map.of(evening, 2, evening.plusSeconds(60), 0, evening.plusSeconds(120), -5));

        assertThat(EventCountHistory.decode(EventCountHistory.encode(stored))).containsExactly(Map.entry(evening, 2));
    }

    @Test
    void anotherVersionIsDecodedAsEmpty() {
        var bytes = EventCountHistory.encode(starts);
        bytes[0]++;

        assertThat(EventCountHistory.decode(bytes)).isEmpty();
        assertThat(EventCountHistory.decode(new byte[0])).isEmpty();
    }

    @Test
    void truncatedBytesAreDecodedAsEmpty() {
        var bytes = EventCountHistory.encode(starts);

        for (var length = 1; length < bytes.length; length++) {
            assertThat(EventCountHistory.decode(Arrays.copyOf(bytes, length))).isEmpty();
        }
    }

    @Test
    void damagedBytesAreDecodedAsEmpty() {
        var bytes = EventCountHistory.encode(starts);

        for (var i = 3; i < bytes.length; i++) {
            var damaged = bytes.clone();
            damaged[i] ^= 0x55;
            assertThat(EventCountHistory.decode(damaged)).isEmpty();
        }
    }
}
