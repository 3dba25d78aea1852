package io.tourbus.source.slice;

import java.util.function.LongFunction;

/**
 * A part of a planned run that is not divided into slices yet, with an estimate of its cost.
 *
 * @param slice covers the whole part
 * @param estimate calculates the cost from the total that the API reports
 * @param fresh how many further requests the run skips, because an earlier run has received their answers recently
 */
public record SlicePreview(Slice slice, LongFunction<Estimate> estimate, int fresh) {

    public SlicePreview(Slice slice, LongFunction<Estimate> estimate) {
        this(slice, estimate, 0);
    }

    /**
     * The estimated cost of reading a part.
     *
     * @param atLeast whether the real numbers may be much higher, because the API stopped counting
     */
    public record Estimate(long slices, long requests, long records, boolean atLeast) {}

    /** Whether the estimate needs a total from the API. */
    public boolean counted() {
        return slice.ids().isEmpty();
    }

    /** @param total reported by the API; ignored unless {@link #counted()} */
    public Estimate estimate(long total) {
        return estimate.apply(total);
    }
}
