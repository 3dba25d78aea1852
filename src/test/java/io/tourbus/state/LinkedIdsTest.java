package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkedIdsTest extends StoreTest {

    @Test
    void eachIdIsStoredOnceByKind() {
        state.linkedIds().add("musicbrainz_id", List.of("b", "a", "b"), clock.instant());
        state.linkedIds().add("musicbrainz_id", List.of("c", "a"), clock.instant());
        state.linkedIds().add("isni", List.of("d"), clock.instant());

        assertThat(state.linkedIds().all("musicbrainz_id")).containsExactly("a", "b", "c");
        assertThat(state.linkedIds().all("isni")).containsExactly("d");
    }

    @Test
    void eightThreadsCanStoreTheSameIds() throws Exception {
        var ids = IntStream.range(0, 500).mapToObj("%04d"::formatted).toList();

        byEightThreads(() -> {
            state.linkedIds().add("isni", ids, clock.instant());
            state.artists().add(ids, "concert", clock.instant());
            return null;
        });

        assertThat(state.linkedIds().all("isni")).isEqualTo(ids);
        assertThat(state.artists().ids("concert")).isEqualTo(ids);
    }

    @Test
    void longIdsAreLeftOut() {
        state.linkedIds().add("isni", List.of("x".repeat(201), "y".repeat(200)), clock.instant());

        assertThat(state.linkedIds().all("isni")).containsExactly("y".repeat(200));
    }

    @Test
    void noIdsAreNoError() {
        state.linkedIds().add("isni", List.of("x".repeat(201)), clock.instant());

        assertThat(state.linkedIds().all("isni")).isEmpty();
    }
}
