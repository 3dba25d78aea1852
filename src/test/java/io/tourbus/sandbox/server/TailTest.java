package io.tourbus.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailTest {

    @Test
    void onlyTheLastItemsAreKeptButAllAreCounted() {
        var tail = new Tail<Integer>(3);

        IntStream.range(0, 10).forEach(tail::add);

        assertThat(tail.items()).containsExactly(7, 8, 9);
        assertThat(tail.count()).isEqualTo(10);
    }
}
