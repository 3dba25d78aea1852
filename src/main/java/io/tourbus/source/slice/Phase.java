package io.tourbus.source.slice;

import java.util.stream.Stream;

/** A later group of slices in a plan, created from the results of the slices before it. */
@FunctionalInterface
public interface Phase {

    /** The slices, created lazily. Called once, when all earlier slices have ended and the phase is ready. */
    Stream<Slice> slices();

    /** Whether the slices can be created now. Evaluated again after {@link SliceQueue#wake()}. */
    default boolean ready() {
        return true;
    }
}
