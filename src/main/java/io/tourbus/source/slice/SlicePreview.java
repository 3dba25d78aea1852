package io.tourbus.source.slice;

import java.util.function.LongFunction;

/**
 * Something that a run would ask for, not cut into slices yet.
 *
 * @param slice all of it
 * @param estimate what it takes, by how many entities its source says there are
 */
public record SlicePreview(Slice slice, LongFunction<Estimate> estimate) {

    /**
     * What something takes, as far as that can be told before it is read.
     *
     * @param atLeast whether there may be much more: some APIs stop counting
     */
    public record Estimate(long slices, long requests, long records, boolean atLeast) {}

    /** Whether its source has to be asked how many there are. */
    public boolean counted() {
        return slice.ids().isEmpty();
    }

    /** @param there how many there are; of no matter where they are not counted */
    public Estimate estimate(long there) {
        return estimate.apply(there);
    }
}
