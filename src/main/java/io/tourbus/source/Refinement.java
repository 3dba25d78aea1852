package io.tourbus.source;

import java.util.List;

/** Knows by what to ask further when a slice has more than its API hands out. */
@FunctionalInterface
public interface Refinement {

    Refinement NONE = reading -> List.of();

    /** @return narrower slices of the same query that together find more; empty when nothing helps */
    List<Slice> refine(Reading reading);
}
