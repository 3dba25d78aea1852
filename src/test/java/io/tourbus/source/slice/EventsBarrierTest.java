package io.tourbus.source.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.source.slice.Scope.EventsBarrier;
import org.junit.jupiter.api.Test;

class EventsBarrierTest {

    private final EventsBarrier barrier = new EventsBarrier();

    @Test
    void readsUntilTheLastSourceHasEnded() {
        barrier.begin("one");
        barrier.begin("two");

        barrier.end("one");
        assertThat(barrier.reading()).isTrue();
        barrier.end("two");
        assertThat(barrier.reading()).isFalse();
    }

    @Test
    void aSourceThatReadsNoEventsDoesNotEndTheReadingOfAnother() {
        barrier.begin("one");

        barrier.end("two");

        assertThat(barrier.reading()).isTrue();
    }
}
