package io.tourbus.run.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.state.State;
import io.tourbus.testing.TestState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GapTrackerTest {

    private final State state = TestState.open();
    private final GapTracker gapTracker = new GapTracker(state.gaps());
    private final Query query = new Query("ticketmaster", Entity.EVENTS, "events US");
    private final Slice slice = Slice.of(
            query, "ticketmaster-events", "events US tba", Map.of("includeTBA", "only"), List.of("one", "two"));

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aGapIsReadAsTheSameSlice() {
        gapTracker.save(failed(slice).completeness(), List.of());

        assertThat(GapTracker.slices(gapTracker.findAll())).containsExactly(slice);
    }

    @Test
    void theGapsOfAQueryAreReplaced() {
        gapTracker.save(failed(slice).completeness(), List.of());

        var queue = new SliceQueue(Stream.of(slice));
        queue.ended(queue.next());
        gapTracker.save(queue.completeness(), gapTracker.findAll());

        assertThat(gapTracker.findAll()).isEmpty();
    }

    @Test
    void gapsThatAnotherRunAddedMeanwhileAreKept() {
        var before = gapTracker.findAll();
        gapTracker.save(failed(slice).completeness(), List.of());

        var queue = new SliceQueue(Stream.of(Slice.of(query, slice.reader(), "another", Map.of(), List.of())));
        queue.ended(queue.next());
        gapTracker.save(queue.completeness(), before);

        assertThat(GapTracker.slices(gapTracker.findAll())).containsExactly(slice);
    }

    private static SliceQueue failed(Slice slice) {
        var queue = new SliceQueue(Stream.of(slice));
        queue.failed(queue.next(), "no answer");
        return queue;
    }
}
