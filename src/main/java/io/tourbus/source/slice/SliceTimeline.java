package io.tourbus.source.slice;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** When the slices of a run were read and delivered. Keeps the first 1,000 slices. Safe for use by several threads. */
public final class SliceTimeline {

    private static final int MAX_SLICES = 1_000;

    /** How a slice ended. */
    public enum Outcome {
        ACTIVE,
        DELIVERED,
        FAILED,
        SKIPPED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A slice of this process.
     *
     * @param ended null while the slice is in progress
     * @param received the number of entities received, duplicates included; 0 while the slice is in progress
     */
    public record Entry(Slice slice, Instant started, Instant ended, Outcome outcome, long received) {

        private Entry with(Outcome how) {
            return new Entry(slice, started, ended, how, received);
        }

        private Entry end(Instant when, long count) {
            return new Entry(slice, started, when, outcome == Outcome.ACTIVE ? Outcome.DELIVERED : outcome, count);
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Instant opened;
    private final long openedNanos = System.nanoTime();

    /** @param now changes of the system clock after this time have no effect */
    public SliceTimeline(Instant now) {
        this.opened = now.truncatedTo(ChronoUnit.MILLIS);
    }

    private Instant now() {
        return opened.plus(Duration.ofMillis((System.nanoTime() - openedNanos) / 1_000_000));
    }

    public synchronized void began(Slice slice) {
        if (entries.size() < MAX_SLICES) {
            entries.put(slice.name(), new Entry(slice, now(), null, Outcome.ACTIVE, 0));
        }
    }

    public void failed(Slice slice) {
        update(slice, entry -> entry.with(Outcome.FAILED));
    }

    public void skipped(Slice slice) {
        update(slice, entry -> entry.with(Outcome.SKIPPED));
    }

    /** A slice that neither failed nor was skipped has been delivered. */
    public void ended(Slice slice, long received) {
        update(slice, entry -> entry.end(now(), received));
    }

    private synchronized void update(Slice slice, UnaryOperator<Entry> change) {
        entries.computeIfPresent(slice.name(), (name, entry) -> change.apply(entry));
    }

    /** In the order in which the slices began. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries.values());
    }
}
