package io.tourbus.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {

    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicLong collections = new AtomicLong();
    private final AtomicInteger collected = new AtomicInteger();
    private final IdleMemory memory = new IdleMemory(running::get, collections::get, () -> {
        collected.incrementAndGet();
        collections.incrementAndGet();
    });

    @Test
    void garbageIsCollectedOnceAfterTheStart() {
        collections.set(20);
        memory.check();
        assertThat(collected).hasValue(0);

        check(100);
        assertThat(collected).hasValue(1);
    }

    @Test
    void nothingIsCollectedDuringARun() {
        running.set(true);
        collections.set(20);
        check(100);
        assertThat(collected).hasValue(0);

        running.set(false);
        check(1);
        assertThat(collected).hasValue(1);
    }

    @Test
    void nothingIsCollectedWhileRequestsNeedMemory() {
        for (var i = 0; i < 100; i++) {
            collections.incrementAndGet();
            check(1);
        }
        assertThat(collected).hasValue(0);
    }

    @Test
    void thereIsAPauseBetweenCollections() {
        for (var i = 0; i < 32; i++) {
            collections.incrementAndGet();
            check(2);
        }
        assertThat(collected.get()).isBetween(2, 6);
    }

    private void check(int times) {
        for (var i = 0; i < times; i++) {
            memory.check();
        }
    }

    @Test
    void itStopsAlsoIfItHasNotStarted() {
        var memory = new IdleMemory(() -> false);

        assertThatCode(memory::doStop).doesNotThrowAnyException();
    }
}
