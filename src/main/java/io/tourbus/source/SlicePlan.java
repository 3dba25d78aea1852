package io.tourbus.source;

import java.util.List;

/** Cuts what a run wants from one source into slices. */
@FunctionalInterface
public interface SlicePlan {

    /** The slices, each made when it is asked for. */
    SliceQueue slices(Scope scope);

    /** What there is to ask for, as far as that is known before anything is asked; without what earlier runs did not get. */
    default List<Outline> outline(Scope scope) {
        return List.of();
    }
}
