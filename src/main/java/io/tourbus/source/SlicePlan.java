package io.tourbus.source;

import java.util.stream.Stream;

/** Cuts what a run wants from one source into slices. */
@FunctionalInterface
public interface SlicePlan {

    /** The slices, made as they are asked for. */
    Stream<Slice> slices(Scope scope);
}
