package io.tourbus.source.slice;

import java.util.List;

/** Goes along with the slices of a source through a run. */
public interface SliceListener {

    /** Looks at nothing. */
    SliceListener NONE = new SliceListener() {};

    /** A slice has been read to its end. */
    default void onSliceRead(SliceReading reading) {}

    /** What a person should know, as far as it is known by now. */
    default List<String> notes() {
        return List.of();
    }
}
