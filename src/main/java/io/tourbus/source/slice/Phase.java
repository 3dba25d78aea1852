package io.tourbus.source.slice;

import java.util.stream.Stream;

/** Slices that are made when all before them have been dealt with, for they depend on what came of those. */
@FunctionalInterface
public interface Phase {

    /** The slices, each made when it is asked for. */
    Stream<Slice> slices();

    /** Whether they can be made by now; asked again when something has happened, see {@link SliceQueue#wake()}. */
    default boolean ready() {
        return true;
    }
}
