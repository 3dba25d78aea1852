package io.tourbus.source.slice;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The slices that had more than their API hands out, and the narrower ones that are read in their place. */
public final class SplitTracker {

    private final SplitStrategy refinement;
    private final Predicate<String> known;
    private final Consumer<SplitSlice> settled;
    private final Map<String, SplitSlice> parts = new HashMap<>();
    private final Deque<Slice> waiting = new ArrayDeque<>();

    /**
     * @param known whether a slice of that name has been asked for
     * @param settled told when all that is read in place of a slice has been dealt with
     */
    SplitTracker(SplitStrategy refinement, Predicate<String> known, Consumer<SplitSlice> settled) {
        this.refinement = refinement;
        this.known = known;
        this.settled = settled;
    }

    Optional<Slice> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /** A slice has been read. @return whether it counts as a part of a larger one, and not by itself */
    boolean read(SliceReading reading) {
        if (reading.tooMany()) {
            split(reading);
        }
        var part = parts.get(reading.slice().name());
        if (part != null) {
            part.add(reading);
        }
        return part != null;
    }

    private void split(SliceReading reading) {
        var narrower = refinement.split(reading).stream()
                .filter(slice -> !known.test(slice.name()) && !parts.containsKey(slice.name()))
                .toList();
        if (!narrower.isEmpty()) {
            var whole = parts.computeIfAbsent(reading.slice().name(), name -> new SplitSlice(reading));
            narrower.forEach(slice -> parts.put(whole.opened(slice), whole));
            waiting.addAll(narrower);
        }
    }

    SliceRole role(Slice slice) {
        var part = parts.get(slice.name());
        if (part == null) {
            return SliceRole.ALONE;
        }
        return part.root().name().equals(slice.name()) ? SliceRole.WIDE : SliceRole.PART;
    }

    /** Nothing more will be heard of a slice. */
    void ended(Slice slice) {
        var part = parts.remove(slice.name());
        if (part == null) {
            return;
        }
        if (part.closed()) {
            settled.accept(part);
        } else if (part.whole()) {
            dropRest(part);
        }
    }

    /** What is there has come: its other slices need not be asked for. */
    private void dropRest(SplitSlice part) {
        List<Slice> rest = waiting.stream()
                .filter(slice -> parts.get(slice.name()) == part)
                .toList();
        waiting.removeAll(rest);
        rest.forEach(this::ended);
    }

    /** What a slice is read for. */
    public enum SliceRole {
        /** For itself. */
        ALONE,
        /** It has more than its API hands out: narrower ones are read as well. */
        WIDE,
        /** In place of a wider one. */
        PART
    }

    /** Knows by what to ask further when a slice has more than its API hands out. */
    @FunctionalInterface
    public interface SplitStrategy {

        SplitStrategy NONE = reading -> List.of();

        /** @return narrower slices of the same query that together find more; empty when nothing helps */
        List<Slice> split(SliceReading reading);
    }
}
