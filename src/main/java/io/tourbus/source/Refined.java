package io.tourbus.source;

import io.tourbus.model.Reject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * A slice with more than its API hands out, and the narrower ones that are read in its place; they may overlap. Open until
 * it and all of those have ended.
 */
final class Refined {

    private final Slice root;
    private final long total;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> narrower = new HashSet<>();
    private int open = 1;

    Refined(Slice root, long total) {
        this.root = root;
        this.total = total;
    }

    Slice root() {
        return root;
    }

    long total() {
        return total;
    }

    long unique() {
        return Math.min(total, ids.size());
    }

    boolean whole() {
        return ids.size() >= total;
    }

    void add(Reading reading) {
        reading.normalized().forEach(entity -> ids.add(entity.line().identity()));
        reading.rejects().stream().map(Reject::json).forEach(json -> ids.add(Arrays.toString(json)));
    }

    /** @return the name of the slice */
    String opened(Slice slice) {
        open++;
        narrower.add(slice.name());
        return slice.name();
    }

    /** The names of the narrower slices. */
    Set<String> narrower() {
        return narrower;
    }

    /** @return whether that was the last one */
    boolean closed() {
        return --open == 0;
    }
}
