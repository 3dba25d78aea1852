package io.tourbus.state.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.hash.HashIndex.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HashIndexTest {

    private final HashIndex index = new HashIndex();

    @Test
    void behavesLikeAMap() {
        var random = new Random(1);
        Map<UUID, Entry> expected = new HashMap<>();
        for (var block = 1; block < 50_000; block++) {
            // Few different first bits, so that arrays are long and identities differ in their last bits only.
            var id = new UUID((long) random.nextInt(40) << 59 | random.nextInt(20), (long) random.nextInt(30) << 32);
            var last = expected.put(id, new Entry(random.nextLong(), block));

            assertThat(index.put(id, expected.get(id).hash(), block)).isEqualTo(last == null ? 0 : last.block());
        }
        index.removeIf(block -> block % 2 == 0);
        expected.values().removeIf(entry -> entry.block() % 2 == 0);

        assertThat(index.count()).isEqualTo(expected.size());
        expected.forEach((id, entry) -> assertThat(index.find(id)).isEqualTo(entry));
        assertThat(index.find(new UUID(0, 31L << 32))).isNull();
    }

    @Test
    void aLaterBlockCountsWhateverTheOrder() {
        var id = UUID.randomUUID();

        assertThat(index.put(id, 2, 20)).isZero();
        assertThat(index.put(id, 1, 10)).isEqualTo(10);
        assertThat(index.find(id)).isEqualTo(new Entry(2, 20));
        assertThat(index.put(id, 3, 30)).isEqualTo(20);
        assertThat(index.find(id)).isEqualTo(new Entry(3, 30));
    }
}
