package io.tourbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.testing.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedValueTest {

    private final TestClock clock = new TestClock();
    private final AtomicInteger readings = new AtomicInteger();
    private final CachedValue<Integer> fresh = new CachedValue<>(this::read, clock::nanoTime);
    private boolean down;

    @Test
    void whatIsReadIsReadAgainWhenItIsOld() {
        assertThat(fresh.get()).isEqualTo(1);
        clock.advance(Duration.ofMillis(4_999));
        assertThat(fresh.get()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(fresh.get()).isEqualTo(2);
    }

    @Test
    void aFailureIsToldAsLongAsAValueIs() {
        down = true;
        assertThatThrownBy(fresh::get).hasMessage("down");
        down = false;
        assertThatThrownBy(fresh::get).hasMessage("down");
        assertThat(readings).hasValue(1);

        clock.advance(Duration.ofSeconds(5));

        assertThat(fresh.get()).isEqualTo(2);
    }

    private int read() {
        var reading = readings.incrementAndGet();
        if (down) {
            throw new IllegalStateException("down");
        }
        return reading;
    }
}
