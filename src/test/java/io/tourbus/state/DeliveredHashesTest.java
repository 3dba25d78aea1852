package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.state.DeliveredHashes.Delivery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveredHashesTest extends StoreTest {

    private static final Delivery RUN = new Delivery("run", "slice");
    private static final Delivery NEXT = new Delivery("next", "slice");

    private final Instant now = clock.instant();

    /** Queries of two countries return variants of the same performer. */
    @Test
    void onlyTheQueryThatDeliveredAnEmbeddedRecordReplacesIt() {
        state.hashes().put(Map.of("a", hash(1)), new Delivery("run", "slice", true, 7, 1), clock.instant());
        var known = state.hashes().findAll(List.of("a")).get("a");
        var changed = new RecordLine("a", "a", hash(2), new byte[0]);

        assertThat(known.isReplacedBy(changed, Entity.EVENTS, 7)).isTrue();
        assertThat(known.isReplacedBy(changed, Entity.EVENTS, 0)).isTrue();
        assertThat(known.isReplacedBy(changed, Entity.EVENTS, 8)).isFalse();
        assertThat(known.isReplacedBy(changed, Entity.TRACKS, 7)).isFalse();
        assertThat(known.isReplacedBy(new RecordLine("a", "a", hash(1), new byte[0]), Entity.EVENTS, 7))
                .isFalse();
    }

    @Test
    void onlyKnownRecordsHaveAHash() {
        state.hashes().put(Map.of("a", hash(1), "b", hash(2)), RUN, now);

        var known = state.hashes().findAll(List.of("a", "c", "a"));

        assertThat(known).containsOnlyKeys("a");
        assertThat(known.get("a").hasHash(hash(1))).isTrue();
        assertThat(known.get("a").hasHash(hash(2))).isFalse();
        assertThat(state.hashes().findAll(List.of())).isEmpty();
        assertThat(state.hashes().count()).isEqualTo(2);
    }

    @Test
    void theLastHashOfARecordCounts() {
        state.hashes().put(Map.of("a", hash(1), "b", hash(2)), RUN, now);
        state.hashes().put(Map.of("b", hash(3)), NEXT, now);
        state.hashes().put(Map.of(), RUN, now);

        var known = state.hashes().findAll(List.of("a", "b"));

        assertThat(known.get("a").hasHash(hash(1))).isTrue();
        assertThat(known.get("b").hasHash(hash(3))).isTrue();
        assertThat(state.hashes().count()).isEqualTo(2);
    }

    @Test
    void theDeliveringSliceOfARecordIsKnown() {
        state.hashes().put(Map.of("a", hash(1)), RUN, now);

        var known = state.hashes().findAll(List.of("a")).get("a");

        assertThat(known.deliveredByOtherSlice(new Delivery("run", "other"))).isTrue();
        assertThat(known.deliveredByOtherSlice(RUN)).isFalse();
        assertThat(known.deliveredByOtherSlice(NEXT)).isFalse();
    }

    @Test
    void thousandsOfRecordsAreFoundInOneQuery() {
        var hashes = many("record", 5_000);
        state.hashes().put(hashes, RUN, now);

        var slice = IntStream.range(4_500, 5_500).mapToObj(i -> "record" + i).toList();

        assertThat(state.hashes().findAll(slice))
                .hasSize(500)
                .allSatisfy(
                        (id, known) -> assertThat(known.hasHash(hashes.get(id))).isTrue());
    }

    @Test
    void concurrentWritersCanStoreTheSameRecords() throws Exception {
        var hashes = many("record", 500);

        byEightThreads(() -> {
            state.hashes().put(hashes, RUN, now);
            return null;
        });

        assertThat(state.hashes().count()).isEqualTo(500);
    }

    @Test
    void recordsNotDeliveredForLongAreDeleted() {
        var tomorrow = now.plus(1, ChronoUnit.DAYS);
        state.hashes().put(Map.of("a", hash(1), "b", hash(2)), RUN, now);
        state.hashes().put(Map.of("b", hash(2)), NEXT, tomorrow);

        state.hashes().forget(tomorrow);

        assertThat(state.hashes().findAll(List.of("a", "b"))).containsOnlyKeys("b");
    }

    private static Map<String, String> many(String prefix, int count) {
        Map<String, String> hashes = new HashMap<>();
        for (var i = 0; i < count; i++) {
            hashes.put(prefix + i, hash(i));
        }
        return hashes;
    }
}
