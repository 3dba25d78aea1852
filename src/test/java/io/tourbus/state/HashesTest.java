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
        state.hashes().put(Map.of("a", "1", "b", "2"), "run", now);

        assertThat(state.hashes().of(List.of("a", "c", "a"))).isEqualTo(Map.of("a", new Hashes.Known("1", "run")));
        assertThat(state.hashes().of(List.of())).isEmpty();
        assertThat(state.hashes().count()).isEqualTo(2);
    }

    @Test
    void theLastHashOfARecordCounts() {
        state.hashes().put(Map.of("a", "1", "b", "2"), "run", now);
        state.hashes().put(Map.of("b", "3"), "next", now);
        state.hashes().put(Map.of(), "run", now);

        assertThat(state.hashes().of(List.of("a", "b")))
                .isEqualTo(Map.of("a", new Hashes.Known("1", "run"), "b", new Hashes.Known("3", "next")));
        assertThat(state.hashes().count()).isEqualTo(2);
    }

    @Test
    void aSliceIsLookedUpAtOnce() {
        var hashes = many("record", 5_000);
        state.hashes().put(hashes, "run", now);

        var slice = IntStream.range(4_500, 5_500).mapToObj(i -> "record" + i).toList();

        assertThat(state.hashes().of(slice))
                .hasSize(500)
                .allSatisfy((id, hash) -> assertThat(hash.hash()).isEqualTo(hashes.get(id)));
    }

    @Test
    void manyMayRememberTheSameRecordsAtOnce() throws Exception {
        var hashes = many("record", 500);

        byEightThreads(() -> {
            state.hashes().put(hashes, "run", now);
            return null;
        });

        assertThat(state.hashes().count()).isEqualTo(500);
    }

    @Test
    void whatHasNotBeenMetForLongIsForgotten() {
        state.hashes().put(Map.of("a", "1", "b", "2"), "run", now);
        state.hashes().put(Map.of("b", "2"), "next", now.plusSeconds(60));

        state.hashes().forget(now.plusSeconds(60));

        assertThat(state.hashes().of(List.of("a", "b"))).containsOnlyKeys("b");
    }

    private static Map<String, String> many(String prefix, int count) {
        Map<String, String> hashes = new HashMap<>();
        for (var i = 0; i < count; i++) {
            hashes.put(prefix + i, Integer.toHexString(i * 31));
        }
        return hashes;
    }
}
