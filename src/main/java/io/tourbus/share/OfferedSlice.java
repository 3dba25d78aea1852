package io.tourbus.share;

import io.tourbus.run.slice.SliceCodec;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.AdaptiveSlicer;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.state.queue.HeldSlice;
import io.tourbus.state.queue.SharedSlices;
import io.tourbus.state.queue.SharedSlices.Decision;
import java.time.Duration;
import java.util.Optional;

/** A slice of a run of another process. The owner of the run decides after its first page whether it has to be narrower. */
final class OfferedSlice implements AdaptiveSlicer {

    private static final long POLL_MILLIS = 100;

    /** By then, another process has taken the run over. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private final Slice slice;
    private final SharedSlices shared;
    private final HeldSlice held;
    private boolean asks;
    private boolean offered;

    OfferedSlice(Slice slice, boolean asks, SharedSlices shared, HeldSlice held) {
        this.slice = slice;
        this.asks = asks;
        this.shared = shared;
        this.held = held;
    }

    @Override
    public Query query() {
        return slice.query();
    }

    @Override
    public Optional<Slice> next() {
        var next = offered ? Optional.<Slice>empty() : Optional.of(slice);
        offered = true;
        return next;
    }

    @Override
    public boolean done() {
        return offered;
    }

    @Override
    public Optional<Slice> onFirstPage(Slice asked, PageResult page) {
        if (!asks) {
            return Optional.empty();
        }
        shared.ask(held, FirstPage.write(page));
        var decision = await();
        asks = decision.asks();
        return asks ? Optional.of(SliceCodec.restore(SliceCodec.parse(decision.slice()))) : Optional.empty();
    }

    private Decision await() {
        var end = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            var decision = shared.decision(held);
            if (!decision.waiting()) {
                return decision;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the process that executes the run did not respond in time");
            }
            Pause.sleep(POLL_MILLIS, "the owner of the run");
        }
    }
}
