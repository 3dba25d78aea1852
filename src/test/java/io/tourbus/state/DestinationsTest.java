package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.DeliveredHashes.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DestinationsTest extends StoreTest {

    private static final String HASH = "0".repeat(64);

    private Instant now = clock.instant();

    @Test
    void recordsOfEarlierVersionsCountAsDeliveredToTheFirstLakeAndStream() {
        state.hashes().put(Map.of("a", HASH), new Delivery("run", "slice"), now);

        assertThat(register("lake", 0, "bucket", "")).isZero();
        assertThat(register("stream", 1, "stream@eu", "arn 1")).isEqualTo(1);
        assertThat(register("file", 2, "default", "")).isEqualTo(2);
        assertThat(destinations("a")).isEqualTo(0b11);
    }

    @Test
    void anotherAddressOrIdentityIsAnotherDestination() {
        var first = register("stream", 1, "a@eu", "arn 1");

        assertThat(register("stream", 1, "b@eu", "arn 1")).isNotEqualTo(first);
        assertThat(register("stream", 1, "a@eu", "arn 2")).isNotEqualTo(first);
        assertThat(register("stream", 1, "a@eu", "arn 1")).isEqualTo(first);
        assertThat(register("lake", 0, "a@eu", "arn 1")).isZero();
    }

    @Test
    void anUnreachableStreamIsTheOneThatWasThereLast() {
        register("stream", 1, "a@eu", "arn 1");
        now = now.plusSeconds(1);
        var second = register("stream", 1, "a@eu", "arn 2");

        assertThat(register("stream", 1, "a@eu", "")).isEqualTo(second);
        var unknown = register("stream", 1, "b@eu", "");
        assertThat(register("stream", 1, "b@eu", "arn 3")).isEqualTo(unknown);
        assertThat(register("stream", 1, "b@eu", "arn 4")).isNotEqualTo(unknown);
    }

    @Test
    void deliveriesAreRememberedForEachDestination() {
        state.hashes().put(Map.of("a", HASH, "b", HASH), new Delivery("run1", "slice", false, 0, 0b011), now);
        state.hashes().put(Map.of("a", HASH), new Delivery("run2", "slice", false, 0, 0b101), now);
        state.hashes().put(Map.of("b", "1".repeat(64)), new Delivery("run2", "slice", false, 0, 0b101), now);

        assertThat(destinations("a")).isEqualTo(0b111);
        assertThat(destinations("b")).as("the content is new").isEqualTo(0b101);

        state.hashes().addDestinations(Map.of("a", HASH, "b", HASH, "c", HASH), 0b1010);

        assertThat(destinations("a")).isEqualTo(0b1111);
        assertThat(destinations("b")).isEqualTo(0b101);
    }

    @Test
    void deliveriesToAnEmptiedDestinationAreForgotten() {
        state.hashes().put(Map.of("a", HASH), new Delivery("run", "slice", false, 0, 0b111), now);
        state.hashes().put(Map.of("b", HASH), new Delivery("run", "slice", false, 0, 0b101), now);

        state.artists().answered("related", List.of("a"), 0b111, now);

        assertThat(state.destinations().forget(1)).isEqualTo(1);
        assertThat(state.destinations().forget(1)).isZero();

        assertThat(destinations("a")).isEqualTo(0b101);
        assertThat(destinations("b")).isEqualTo(0b101);
        assertThat(state.artists().answers("related")).isEmpty();
    }

    @Test
    void theOldestNumberIsReusedIfNoneIsFree() {
        IntStream.rangeClosed(0, 61).forEach(i -> {
            now = now.plusSeconds(1);
            register("stream", 1, "stream" + i, "");
        });
        state.hashes().put(Map.of("a", HASH), new Delivery("run", "slice", false, 0, Long.MAX_VALUE), now);

        assertThat(register("lake", 0, "bucket", "")).isZero();
        now = now.plusSeconds(1);
        assertThat(register("stream", 1, "new", "")).isEqualTo(1);
        assertThat(destinations("a")).isEqualTo(Long.MAX_VALUE - 0b10);
    }

    private int register(String sink, int position, String address, String identity) {
        return state.destinations().register(sink, position, address, identity, now);
    }

    private long destinations(String record) {
        return state.hashes().findAll(List.of(record)).get(record).destinations();
    }
}
