package io.tourbus.run;

import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import java.util.Iterator;

/** The way of a run through the slices of one source, each with a permit until it has ended. */
final class SliceDispatcher implements Iterator<Slice> {

    private final SliceQueue queue;
    private final ConcurrencyLimiter permits;

    SliceDispatcher(SliceQueue queue, ConcurrencyLimiter permits) {
        this.queue = queue;
        this.permits = permits;
    }

    SliceQueue queue() {
        return queue;
    }

    @Override
    public boolean hasNext() {
        return queue.hasNext();
    }

    /** Waits for the slice first: whoever took the permit first would keep others from the slice that it waits for. */
    @Override
    public Slice next() {
        var slice = queue.next();
        if (slice != null) {
            permit(slice);
        }
        return slice;
    }

    private void permit(Slice slice) {
        try {
            permits.take();
        } catch (RuntimeException e) {
            queue.failed(slice, e.getMessage());
            queue.ended(slice);
            throw e;
        }
    }

    /** Nothing more will be heard of a slice that was handed out. */
    void ended(Slice slice) {
        permits.giveBack();
        queue.ended(slice);
    }
}
