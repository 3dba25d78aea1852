package io.tourbus.source.slice;

import io.tourbus.model.Entity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Receives the slices that this process has read of a source for a run, and contributes to the run report. */
public interface SliceListener {

    SliceListener NONE = new SliceListener() {};

    /**
     * Called before the first slice is read.
     *
     * @param destinations the bits of where the sinks deliver to; see {@link io.tourbus.state.Destinations}
     */
    default void deliverTo(long destinations) {}

    /** Called when a slice has been read completely. */
    default void onSliceRead(SliceReading reading) {}

    /** Called when a slice has been read completely, and all sinks have accepted its records. */
    default void onSliceDelivered(SliceReading reading) {}

    /** Called when another process has read a slice completely. */
    default void onSliceReadElsewhere(SliceResult result) {}

    /** What this process has learned from responses, for other processes that read slices of the run. */
    default Set<String> learned() {
        return Set.of();
    }

    /** Adds what other processes have learned. */
    default void learn(Collection<String> facts) {}

    /** Notes for the run report, as known so far. */
    default List<String> notes() {
        return List.of();
    }

    /** How many requests of a query the run skips, because an earlier run has received their answers recently. */
    default Map<Query, Integer> fresh() {
        return Map.of();
    }

    /** The identities of entities that the answers to {@linkplain #fresh() skipped requests} may contain, by type. */
    default Map<Entity, Set<String>> presumed() {
        return Map.of();
    }
}
