package io.tourbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.metrics.Meters.CachedValue;
import io.tourbus.testing.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedValueTest {

    private final TestClock clock = new TestClock();
    private final AtomicInteger queries = new AtomicInteger();
    private final CachedValue<Integer> cached = new CachedValue<>(this::query, clock::nanoTime);
    private boolean down;

    @Test
    void queriesAgainAfterFiveSeconds() {
        assertThat(cached.get()).isEqualTo(1);
        clock.advance(Duration.ofMillis(4_999));
        assertThat(cached.get()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(cached.get()).isEqualTo(2);
    }

    @Test
    void cachesAFailureLikeAValue() {
        down = true;
        assertThatThrownBy(cached::get).hasMessage("down");
        down = false;
        assertThatThrownBy(cached::get).hasMessage("down");
        assertThat(queries).hasValue(1);

        clock.advance(Duration.ofSeconds(5));

        assertThat(cached.get()).isEqualTo(2);
    }

    private int query() {
        var count = queries.incrementAndGet();
        if (down) {
            throw new IllegalStateException("down");
        }
        return count;
    }
}
