package io.tourbus.source.slice;

import java.util.List;

/** Receives the slices that a run has read of a source, and contributes notes to the run report. */
public interface SliceListener {

    SliceListener NONE = new SliceListener() {};

    /** Called when a slice has been read completely. */
    default void onSliceRead(SliceReading reading) {}

    /** Notes for the run report, as known so far. */
    default List<String> notes() {
        return List.of();
    }
}
