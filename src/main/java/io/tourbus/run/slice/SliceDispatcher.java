package io.tourbus.run.slice;

import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import java.util.Iterator;

/** Iterates over the slices of a source. Each slice holds a permit of the {@link ConcurrencyLimiter} until it has ended. */
public final class SliceDispatcher implements Iterator<Slice> {

    private final SliceQueue queue;
    private final ConcurrencyLimiter permits;
    private final boolean shared;

    /** @param shared whether any process reads the slices */
    public SliceDispatcher(SliceQueue queue, ConcurrencyLimiter permits, boolean shared) {
        this.queue = queue;
        this.permits = permits;
        this.shared = shared;
    }

    public boolean shared() {
        return shared;
    }

    public void onResponse(double millis) {
        permits.onResponse(millis);
    }

    public void onSlice(long bytes) {
        permits.onSlice(bytes);
    }

    public SliceQueue queue() {
        return queue;
    }

    @Override
    public boolean hasNext() {
        return queue.hasNext();
    }

    /** Waits for the slice before the permit. In the reverse order, waiting runs would hold the permits that the slice needs. */
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

    /** Releases the permit of a slice. */
    public void ended(Slice slice) {
        permits.giveBack();
        queue.ended(slice);
    }
}
