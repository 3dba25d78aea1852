package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashesTest extends StoreTest {

    private final Instant now = clock.instant();

    @Test
    void onlyKnownRecordsHaveAHash() {
        state.hashes().put(Map.of("a", "1", "b", "2"), now);

        assertThat(state.hashes().of(List.of("a", "c", "a"))).isEqualTo(Map.of("a", "1"));
        assertThat(state.hashes().of(List.of())).isEmpty();
        assertThat(state.hashes().count()).isEqualTo(2);
    }

    @Test
    void theLastHashOfARecordCounts() {
        state.hashes().put(Map.of("a", "1", "b", "2"), now);
        state.hashes().put(Map.of("b", "3"), now);
        state.hashes().put(Map.of(), now);

        assertThat(state.hashes().of(List.of("a", "b"))).isEqualTo(Map.of("a", "1", "b", "3"));
        assertThat(state.hashes().count()).isEqualTo(2);
    }

    @Test
    void aSliceIsLookedUpAtOnce() {
        var hashes = many("record", 5_000);
        state.hashes().put(hashes, now);

        var slice = IntStream.range(4_500, 5_500).mapToObj(i -> "record" + i).toList();

        assertThat(state.hashes().of(slice))
                .hasSize(500)
                .allSatisfy((id, hash) -> assertThat(hash).isEqualTo(hashes.get(id)));
    }

    @Test
    void manyMayRememberTheSameRecordsAtOnce() throws Exception {
        var hashes = many("record", 500);

        byEightThreads(() -> {
            state.hashes().put(hashes, now);
            return null;
        });

        assertThat(state.hashes().count()).isEqualTo(500);
    }

    private static Map<String, String> many(String prefix, int count) {
        Map<String, String> hashes = new HashMap<>();
        for (var i = 0; i < count; i++) {
            hashes.put(prefix + i, Integer.toHexString(i * 31));
        }
        return hashes;
    }
}
