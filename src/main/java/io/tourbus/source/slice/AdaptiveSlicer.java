package io.tourbus.source.slice;

import java.util.List;
import java.util.Optional;

/**
 * A query whose slices are cut one after the other, each by what the one before has told. Called by one thread at a time,
 * see {@link SliceQueue}.
 */
public interface AdaptiveSlicer extends SliceNarrower {

    /** What it is to get whole. */
    Query query();

    /** The next slice; empty while that depends on a page that has not come yet, and when there is none left. */
    Optional<Slice> next();

    /** Whether {@link #next()} will never have another slice. */
    boolean done();

    /** A slice need not be cut: it has been read, or will be asked for as it is. Told before the first one is cut. */
    default void skip(Slice slice) {}

    /** A slice has been read to its end. */
    default void read(SliceReading reading) {}

    /** A slice could not be read. */
    default void failed(Slice slice) {}

    /** No more slices are asked for. @return what is left of the query, as slices that would fetch it */
    default List<Slice> abandon() {
        return List.of();
    }
}
