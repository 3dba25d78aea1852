package io.tourbus.source.slice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much of a query a run has got. Safe for use by several threads. */
public final class Completeness {

    /**
     * A part of a query that did not come, or not whole.
     *
     * @param slice what would fetch it
     * @param reason why, and how much is missing where that is known
     * @param permanent whether it would not come either if it were asked for again
     */
    public record Missing(Slice slice, String reason, boolean permanent) {}

    private final Query query;
    private final Map<String, Missing> missing = new LinkedHashMap<>();
    private long reportedTotal;
    private long received;
    private long unique;
    private long missingCount;
    private long announced;
    private boolean open;

    public Completeness(Query query) {
        this.query = query;
    }

    public Query query() {
        return query;
    }

    /** How many entities the API said there are, in all the slices that were read. */
    public synchronized long reportedTotal() {
        return complete() ? reportedTotal : Math.max(reportedTotal, announced);
    }

    /** How many entities came, repeated ones included. */
    public synchronized long received() {
        return received;
    }

    /** How many different entities came. */
    public synchronized long unique() {
        return unique;
    }

    /** How many entities are known to be missing; what failed altogether is not counted, but {@link #missing()}. */
    public synchronized long missingCount() {
        return complete() ? missingCount : Math.max(missingCount, announced - unique);
    }

    /** Whether there may be more than was said: a part was not asked for, or its API does not count so far. */
    public synchronized boolean openEnded() {
        return open && reportedTotal >= announced;
    }

    public synchronized boolean complete() {
        return missing.isEmpty();
    }

    public synchronized List<Missing> missing() {
        return List.copyOf(missing.values());
    }

    /** What an earlier part of the run has got. */
    synchronized void resumed(FinishedSlice part) {
        received += part.received();
        settled(part.slice(), part.reportedTotal(), part.unique(), true);
    }

    /** How many entities the API said there are, before it was asked for them in parts. */
    synchronized void announced(long there) {
        announced = Math.max(announced, there);
    }

    synchronized void received(long entities) {
        received += entities;
    }

    /** A slice has been read to its end. */
    synchronized void settled(SliceReading reading) {
        if (reading.total().isPresent()) {
            settled(reading.slice(), reading.total().getAsLong(), reading.unique(), reading.tooMany());
            if (reading.openEnded()) {
                unproven(reading.slice());
            }
        } else {
            reportedTotal += reading.reportedTotal().orElse(reading.unique());
            unique += reading.unique();
        }
    }

    /** All that was read in place of a slice has been dealt with; a part that failed is not missed where all came. */
    synchronized void settled(SplitSlice refined) {
        if (refined.whole()) {
            missing.keySet().removeAll(refined.parts());
        }
        settled(refined.root(), refined.total(), refined.unique(), true);
        if (refined.openEnded()) {
            unproven(refined.root());
        }
    }

    private void unproven(Slice slice) {
        open = true;
        missing.put(
                slice.name(), new Missing(slice, "there may be more: its API does not say how many there are", true));
    }

    private void settled(Slice slice, long there, long came, boolean hopeless) {
        reportedTotal += there;
        unique += came;
        if (came < there) {
            missingCount += there - came;
            missing.put(
                    slice.name(),
                    new Missing(slice, "%,d of %,d not handed out".formatted(there - came, there), hopeless));
        }
    }

    /**
     * A slice was not read, or not to its end.
     *
     * @param there how many entities the API said there are; 0 where it was not asked
     * @param came how many different ones came
     */
    synchronized void missing(Slice slice, String reason, long there, long came) {
        reportedTotal += Math.max(there, came);
        unique += came;
        missingCount += Math.max(0, there - came);
        open |= there == 0;
        missing.put(slice.name(), new Missing(slice, reason, false));
    }

    /**
     * A slice that an earlier part of the run has read.
     *
     * @param reportedTotal how many entities its API said there are
     * @param received how many came, repeated ones included
     * @param unique how many different ones came
     */
    public record FinishedSlice(Slice slice, long reportedTotal, long received, long unique) {}
}
