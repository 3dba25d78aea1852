package io.tourbus.source.slice;

import java.util.List;
import java.util.Optional;

/**
 * Divides a query into slices one at a time, where the size of the next slice depends on the pages read so far.
 * Called from one thread at a time.
 */
public interface AdaptiveSlicer extends Slice.Narrower {

    /** The query that the slices cover together. */
    Query query();

    /** The next slice; empty if it depends on a page that has not been read yet, or if no slices are left. */
    Optional<Slice> next();

    /** Whether {@link #next()} will never return another slice. */
    boolean done();

    /** Excludes a slice that an earlier part of the run has read or started. Called before {@link #next()}. */
    default void skip(Slice slice) {}

    /** Called when a slice has been read completely. */
    default void read(SliceResult reading) {}

    /** Called when a slice could not be read. */
    default void failed(Slice slice) {}

    /** Stops slicing. @return slices that cover the unread rest of the query */
    default List<Slice> abandon() {
        return List.of();
    }
}
