package io.tourbus.source.slice;

import io.tourbus.model.Reject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A slice with more entities than the API returns, together with the narrower slices that are read in addition. The
 * narrower slices may overlap. It ends when all of them have ended.
 */
final class SplitSlice {

    private final Slice root;
    private final long total;
    private final boolean openEnded;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> parts = new HashSet<>();
    private int open = 1;

    SplitSlice(SliceReading rootReading) {
        this.root = rootReading.slice();
        this.total = rootReading.total().orElse(0);
        this.openEnded = rootReading.openEnded();
    }

    Slice root() {
        return root;
    }

    /** The reported total, or the number of different entities received if that is higher. */
    long total() {
        return Math.max(total, ids.size());
    }

    /** Whether more entities may exist than the total, so that completeness cannot be proven. */
    boolean openEnded() {
        return openEnded;
    }

    long unique() {
        return ids.size();
    }

    boolean complete() {
        return !openEnded && ids.size() >= total;
    }

    void add(SliceReading reading) {
        reading.normalized().forEach(entity -> ids.add(entity.line().identity()));
        reading.rejects().stream().map(Reject::json).forEach(json -> ids.add(Arrays.toString(json)));
    }

    void open(Slice slice) {
        open++;
        parts.add(slice.name());
    }

    /** The names of the narrower slices. */
    Set<String> parts() {
        return parts;
    }

    /** @return whether that was the last open slice */
    boolean close() {
        return --open == 0;
    }
}
