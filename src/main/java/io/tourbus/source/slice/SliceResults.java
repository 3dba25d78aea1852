package io.tourbus.source.slice;

import io.tourbus.source.slice.SplitTracker.SliceRole;

/** Receives the results of slices. */
public interface SliceResults {

    /** Adds the result of a slice that has been read completely. */
    void read(SliceResult result);

    /** Counts a slice as missing that was not read. */
    void failed(Slice slice, String reason);

    /** Counts a slice as missing that was not read completely. Its entities count as received. */
    void failed(SliceResult result, String reason);

    /** Called when all sinks have accepted the records of a slice that has been read completely. */
    default void delivered(SliceReading reading) {}

    /** The role of a slice that has not ended. */
    SliceRole role(Slice slice);
}
