package io.tourbus.source.slice;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Splits slices that have more entities than the API returns, and tracks which narrower slices belong to which. */
public final class SplitTracker {

    private final SplitStrategy strategy;
    private final Predicate<String> known;
    private final Consumer<SplitSlice> onEnd;
    private final Map<String, SplitSlice> splits = new HashMap<>();
    private final Deque<Slice> waiting = new ArrayDeque<>();

    /**
     * @param known whether a slice with this name has been returned already
     * @param onEnd called when a split slice and all its parts have ended
     */
    SplitTracker(SplitStrategy strategy, Predicate<String> known, Consumer<SplitSlice> onEnd) {
        this.strategy = strategy;
        this.known = known;
        this.onEnd = onEnd;
    }

    Optional<Slice> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /** Adds a slice that has been read, and splits it if necessary. @return whether it belongs to a split slice */
    boolean read(SliceReading reading) {
        if (reading.exceedsLimit()) {
            split(reading);
        }
        var split = splits.get(reading.slice().name());
        if (split != null) {
            split.add(reading);
        }
        return split != null;
    }

    private void split(SliceReading reading) {
        var parts = strategy.split(reading).stream()
                .filter(slice -> !known.test(slice.name()) && !splits.containsKey(slice.name()))
                .toList();
        if (!parts.isEmpty()) {
            var split = splits.computeIfAbsent(reading.slice().name(), name -> new SplitSlice(reading));
            parts.forEach(slice -> {
                split.open(slice);
                splits.put(slice.name(), split);
            });
            waiting.addAll(parts);
        }
    }

    SliceRole role(Slice slice) {
        var split = splits.get(slice.name());
        if (split == null) {
            return SliceRole.ALONE;
        }
        return split.root().name().equals(slice.name()) ? SliceRole.WIDE : SliceRole.PART;
    }

    /** Closes a slice. If its split slice is complete now, the parts that have not been returned yet are dropped. */
    void ended(Slice slice) {
        var split = splits.remove(slice.name());
        if (split == null) {
            return;
        }
        if (split.close()) {
            onEnd.accept(split);
        } else if (split.complete()) {
            var rest = waiting.stream()
                    .filter(part -> splits.get(part.name()) == split)
                    .toList();
            waiting.removeAll(rest);
            rest.forEach(this::ended);
        }
    }

    /** How a slice relates to split slices. */
    public enum SliceRole {
        /** Not split, and not part of a split slice. */
        ALONE,
        /** Has more entities than the API returns and is split. */
        WIDE,
        /** A narrower slice that is read because of a wider one. */
        PART
    }

    /** Divides a slice that has more entities than the API returns. */
    @FunctionalInterface
    public interface SplitStrategy {

        SplitStrategy NONE = reading -> List.of();

        /** @return narrower slices of the same query, which together may find more; empty if no division is possible */
        List<Slice> split(SliceReading reading);
    }
}
