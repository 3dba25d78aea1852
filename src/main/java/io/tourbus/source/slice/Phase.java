package io.tourbus.source.slice;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A later group of slices in a plan, created from the results of the slices before it.
 *
 * @param ready whether the slices can be created now; evaluated again after {@link SliceQueue#wake()}
 * @param slices creates the slices; called once, when all earlier slices have ended and the phase is ready
 */
public record Phase(BooleanSupplier ready, Supplier<Stream<Slice>> slices) {

    /** A phase that starts as soon as all earlier slices have ended. */
    public Phase(Supplier<Stream<Slice>> slices) {
        this(() -> true, slices);
    }
}
