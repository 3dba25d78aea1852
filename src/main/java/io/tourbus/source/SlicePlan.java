package io.tourbus.source;

/** Cuts what a run wants from one source into slices. */
@FunctionalInterface
public interface SlicePlan {

    /** The slices, each made when it is asked for. */
    SliceQueue slices(Scope scope);
}
