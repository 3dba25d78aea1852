package io.tourbus.source;

import java.util.List;

/** Goes along with the slices of a source through a run. */
public interface Companion {

    /** Looks at nothing. */
    Companion NONE = new Companion() {};

    /** A slice has been read to its end. */
    default void read(Reading reading) {}

    /** What a person should know, as far as it is known by now. */
    default List<String> notes() {
        return List.of();
    }
}
