package io.tourbus.source.slice;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.SliceQueue.Phase;
import io.tourbus.source.slice.SplitTracker.SplitSlice;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The slices that {@link SliceQueue} has not returned yet, in this order: parts of split slices, slices known from the
 * start, slices of adaptive slicers, phases. Not thread-safe: the queue synchronizes access.
 */
final class PendingSlices {

    private final Map<Query, AdaptiveSlicer> slicers = new LinkedHashMap<>();
    private final Deque<Phase> phases;
    private final SplitTracker splits;
    private final Set<String> names = new HashSet<>();
    private Iterator<Slice> known;

    PendingSlices(
            Stream<Slice> known,
            Collection<? extends AdaptiveSlicer> slicers,
            List<Phase> phases,
            SplitStrategy splitStrategy,
            Consumer<SplitSlice> onSplitEnded) {
        this.known = known.iterator();
        this.phases = new ArrayDeque<>(phases);
        this.splits = new SplitTracker(splitStrategy, names::contains, onSplitEnded);
        slicers.forEach(slicer -> this.slicers.put(slicer.query(), slicer));
    }

    /**
     * The next slice that is available without reading another page. No slice is returned twice.
     *
     * @param adaptive whether the adaptive slicers may continue
     */
    Optional<Slice> poll(boolean adaptive) {
        for (var slice = pollPlanned(); slice.isPresent(); slice = pollPlanned()) {
            if (names.add(slice.get().name())) {
                return slice;
            }
        }
        return adaptive ? pollSlicers() : Optional.empty();
    }

    private Optional<Slice> pollSlicers() {
        return slicers.values().stream()
                .flatMap(slicer -> slicer.next().stream())
                .findFirst();
    }

    /** The next part of a split slice or known slice, duplicates included. */
    Optional<Slice> pollPlanned() {
        return splits.poll().or(() -> known.hasNext() ? Optional.of(known.next()) : Optional.empty());
    }

    boolean slicersDone() {
        return slicers.values().stream().allMatch(AdaptiveSlicer::done);
    }

    boolean hasPhases() {
        return !phases.isEmpty();
    }

    /** Starts the next phase if it is ready. Called when all slices before it have ended. */
    boolean startPhase() {
        if (phases.isEmpty() || !phases.peek().ready().getAsBoolean()) {
            return false;
        }
        known = phases.poll().slices().get().iterator();
        return true;
    }

    /** Excludes a slice that an earlier part of the run has read. */
    void skip(Slice slice) {
        names.add(slice.name());
        slicer(slice).ifPresent(slicer -> slicer.skip(slice));
    }

    /** Returns these slices before all others. */
    void prepend(Collection<Slice> slices) {
        slices.forEach(slice -> slicer(slice).ifPresent(slicer -> slicer.skip(slice)));
        var rest = StreamSupport.stream(Spliterators.spliteratorUnknownSize(known, 0), false);
        known = Stream.concat(slices.stream(), rest).iterator();
    }

    /** Drops the phases. @return the rest of the adaptive slicers */
    List<Slice> abandon() {
        phases.clear();
        return slicers.values().stream()
                .flatMap(slicer -> slicer.abandon().stream())
                .toList();
    }

    /** Stops the adaptive slicers of an entity type. @return the rest of their queries */
    List<Slice> abandon(Entity entity) {
        return slicers.values().stream()
                .filter(slicer -> slicer.query().entity() == entity)
                .flatMap(slicer -> slicer.abandon().stream())
                .toList();
    }

    Optional<AdaptiveSlicer> slicer(Slice slice) {
        return Optional.ofNullable(slicers.get(slice.query()));
    }

    SplitTracker splits() {
        return splits;
    }
}
