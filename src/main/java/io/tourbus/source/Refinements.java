package io.tourbus.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The slices that had more than their API hands out, and the narrower ones that are read in their place. */
final class Refinements {

    private final Refinement refinement;
    private final Predicate<String> known;
    private final Consumer<Refined> settled;
    private final Map<String, Refined> parts = new HashMap<>();
    private final Deque<Slice> waiting = new ArrayDeque<>();

    /**
     * @param known whether a slice of that name has been asked for
     * @param settled told when all that is read in place of a slice has been dealt with
     */
    Refinements(Refinement refinement, Predicate<String> known, Consumer<Refined> settled) {
        this.refinement = refinement;
        this.known = known;
        this.settled = settled;
    }

    Optional<Slice> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /** A slice has been read. @return whether it counts as a part of a larger one, and not by itself */
    boolean read(Reading reading) {
        if (reading.tooMany()) {
            refine(reading);
        }
        var part = parts.get(reading.slice().name());
        if (part != null) {
            part.add(reading);
        }
        return part != null;
    }

    private void refine(Reading reading) {
        var narrower = refinement.refine(reading).stream()
                .filter(slice -> !known.test(slice.name()) && !parts.containsKey(slice.name()))
                .toList();
        if (!narrower.isEmpty()) {
            var whole = parts.computeIfAbsent(reading.slice().name(), name -> new Refined(reading));
            narrower.forEach(slice -> parts.put(whole.opened(slice), whole));
            waiting.addAll(narrower);
        }
    }

    Standing standing(Slice slice) {
        var part = parts.get(slice.name());
        if (part == null) {
            return Standing.ALONE;
        }
        return part.root().name().equals(slice.name()) ? Standing.WIDE : Standing.PART;
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
    private void dropRest(Refined part) {
        List<Slice> rest = waiting.stream()
                .filter(slice -> parts.get(slice.name()) == part)
                .toList();
        waiting.removeAll(rest);
        rest.forEach(this::ended);
    }
}
