package io.tourbus.source.slice;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    boolean read(SliceResult reading) {
        if (reading.exceedsLimit()) {
            var wider = splits.get(reading.slice().name());
            if (wider == null || wider.isNarrower(reading)) {
                split(reading);
            } else {
                drop(part -> wider.isSibling(part, reading.slice()));
            }
        }
        var split = splits.get(reading.slice().name());
        if (split != null) {
            split.add(reading);
        }
        return split != null;
    }

    private void split(SliceResult reading) {
        var parts = reading.parts(strategy).stream()
                .filter(slice -> !known.test(slice.name()) && !splits.containsKey(slice.name()))
                .toList();
        if (!parts.isEmpty()) {
            var split = splits.computeIfAbsent(reading.slice().name(), name -> new SplitSlice(reading));
            parts.forEach(slice -> {
                split.open(slice, reading);
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
            drop(part -> splits.get(part.name()) == split);
        }
    }

    /** Drops parts that have not been returned yet. */
    private void drop(Predicate<Slice> useless) {
        var dropped = waiting.stream().filter(useless).toList();
        waiting.removeAll(dropped);
        dropped.forEach(this::ended);
    }

    /**
     * A slice with more entities than the API returns, together with the narrower slices that are read in addition. The
     * narrower slices may overlap. It ends when all of them have ended.
     */
    static final class SplitSlice {

        private final Slice root;
        private final long total;
        private final boolean openEnded;
        private final Set<String> ids = new HashSet<>();
        private final Map<String, Part> parts = new HashMap<>();
        private int requests;
        private int open = 1;

        /** A narrower slice. @param wider the name of the slice that it narrows @param total of the wider slice */
        private record Part(String wider, long total) {}

        SplitSlice(SliceResult rootReading) {
            this.root = rootReading.slice();
            this.total = rootReading.total().orElse(0);
            this.openEnded = rootReading.openEnded();
        }

        Slice root() {
            return root;
        }

        /** The reported total, or the number of different entities received if that is higher. */
        long total() {
            return Math.max(total, ids.size());
        }

        /** Whether more entities may exist than the total, so that completeness cannot be proven. */
        boolean openEnded() {
            return openEnded;
        }

        long unique() {
            return ids.size();
        }

        boolean complete() {
            return !openEnded && ids.size() >= total;
        }

        /** How many pages were read. */
        int requests() {
            return requests;
        }

        void add(SliceResult reading) {
            requests += reading.pages();
            reading.forEachRecord((identity, start) -> ids.add(identity));
            ids.addAll(reading.rejectHashes());
        }

        void open(Slice slice, SliceResult wider) {
            open++;
            parts.put(slice.name(), new Part(wider.slice().name(), wider.total().orElse(0)));
        }

        /** The names of the narrower slices. */
        Set<String> parts() {
            return parts.keySet();
        }

        /** Whether a part has fewer entities than the slice that it narrows. If not, the API ignores its parameters. */
        boolean isNarrower(SliceResult reading) {
            var part = parts.get(reading.slice().name());
            return part == null || reading.openEnded() || reading.total().orElse(0) < part.total();
        }

        /** Whether two parts narrow the same slice by the same parameters. */
        boolean isSibling(Slice one, Slice other) {
            var part = parts.get(one.name());
            return part != null
                    && part.wider().equals(parts.get(other.name()).wider())
                    && one.parameters().keySet().equals(other.parameters().keySet());
        }

        /** @return whether that was the last open slice */
        boolean close() {
            return --open == 0;
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
