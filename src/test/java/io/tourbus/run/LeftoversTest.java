package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.TestState;
import io.tourbus.model.Entity;
import io.tourbus.source.Query;
import io.tourbus.source.Slice;
import io.tourbus.source.SliceQueue;
import io.tourbus.state.State;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeftoversTest {

    private final State state = TestState.open();
    private final Leftovers leftovers = new Leftovers(state.gaps());
    private final Query query = new Query("ticketmaster", Entity.EVENTS, "events US");
    private final Slice slice = Slice.of(
            query, "ticketmaster-events", "events US tba", Map.of("includeTBA", "only"), List.of("one", "two"));

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void whatIsMissingComesBackAsTheSameSlice() {
        leftovers.keep(failed(slice).coverages(), List.of());

        assertThat(Leftovers.slices(leftovers.all())).containsExactly(slice);
    }

    @Test
    void whatAQueryLacksIsReplacedByWhatItLacksNow() {
        leftovers.keep(failed(slice).coverages(), List.of());

        var queue = new SliceQueue(Stream.of(slice));
        queue.ended(queue.next());
        leftovers.keep(queue.coverages(), leftovers.all());

        assertThat(leftovers.all()).isEmpty();
    }

    @Test
    void whatAnotherRunMissedMeanwhileIsKept() {
        var before = leftovers.all();
        leftovers.keep(failed(slice).coverages(), List.of());

        var queue = new SliceQueue(Stream.of(Slice.of(query, slice.via(), "another", Map.of(), List.of())));
        queue.ended(queue.next());
        leftovers.keep(queue.coverages(), before);

        assertThat(Leftovers.slices(leftovers.all())).containsExactly(slice);
    }

    private static SliceQueue failed(Slice slice) {
        var queue = new SliceQueue(Stream.of(slice));
        queue.failed(queue.next(), "no answer");
        return queue;
    }
}
