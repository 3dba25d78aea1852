package io.tourbus.source.slice;

import io.tourbus.model.Reject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A slice with more than its API hands out, and the narrower ones that are read in its place; they may overlap. Open until
 * it and all of those have ended.
 */
final class SplitSlice {

    private final Slice root;
    private final long total;
    private final boolean openEnded;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> parts = new HashSet<>();
    private int open = 1;

    /** @param wide the reading of the slice that had too much */
    SplitSlice(SliceReading wide) {
        this.root = wide.slice();
        this.total = wide.total().orElse(0);
        this.openEnded = wide.openEnded();
    }

    Slice root() {
        return root;
    }

    /** How many different entities there are, or came where those are more. */
    long total() {
        return Math.max(total, ids.size());
    }

    /** Whether there may be more than the total, so that nothing can show that all has come. */
    boolean openEnded() {
        return openEnded;
    }

    long unique() {
        return ids.size();
    }

    boolean whole() {
        return !openEnded && ids.size() >= total;
    }

    void add(SliceReading reading) {
        reading.normalized().forEach(entity -> ids.add(entity.line().identity()));
        reading.rejects().stream().map(Reject::json).forEach(json -> ids.add(Arrays.toString(json)));
    }

    /** @return the name of the slice */
    String opened(Slice slice) {
        open++;
        parts.add(slice.name());
        return slice.name();
    }

    /** The names of the narrower slices. */
    Set<String> parts() {
        return parts;
    }

    /** @return whether that was the last one */
    boolean closed() {
        return --open == 0;
    }
}
