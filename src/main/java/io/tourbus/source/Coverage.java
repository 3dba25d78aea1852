package io.tourbus.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much of a query a run has got. Safe for use by several threads. */
public final class Coverage {

    /**
     * A part of a query that did not come, or not whole.
     *
     * @param slice what would fetch it
     * @param reason why, and how much is missing where that is known
     * @param hopeless whether it would not come either if it were asked for again
     */
    public record Missing(Slice slice, String reason, boolean hopeless) {}

    private final Query query;
    private final Map<String, Missing> missing = new LinkedHashMap<>();
    private long said;
    private long received;
    private long unique;
    private long lacking;
    private long promised;
    private boolean open;

    public Coverage(Query query) {
        this.query = query;
    }

    public Query query() {
        return query;
    }

    /** How many entities the API said there are, in all the slices that were read. */
    public synchronized long said() {
        return complete() ? said : Math.max(said, promised);
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
    public synchronized long lacking() {
        return complete() ? lacking : Math.max(lacking, promised - unique);
    }

    /** Whether there may be more than was said: a part was not asked for, or its API does not count so far. */
    public synchronized boolean openEnded() {
        return open && said >= promised;
    }

    public synchronized boolean complete() {
        return missing.isEmpty();
    }

    public synchronized List<Missing> missing() {
        return List.copyOf(missing.values());
    }

    /** What an earlier part of the run has got. */
    synchronized void resumed(SliceDone part) {
        received += part.received();
        settled(part.slice(), part.said(), part.came(), true);
    }

    /** How many entities the API said there are, before it was asked for them in parts. */
    synchronized void promised(long there) {
        promised = Math.max(promised, there);
    }

    synchronized void received(long entities) {
        received += entities;
    }

    /** A slice has been read to its end. */
    synchronized void settled(Reading reading) {
        if (reading.total().isPresent()) {
            settled(reading.slice(), reading.total().getAsLong(), reading.unique(), reading.tooMany());
            if (reading.openEnded()) {
                unproven(reading.slice());
            }
        } else {
            said += reading.said().orElse(reading.unique());
            unique += reading.unique();
        }
    }

    /** All that was read in place of a slice has been dealt with; a part that failed is not missed where all came. */
    synchronized void settled(Refined refined) {
        if (refined.whole()) {
            missing.keySet().removeAll(refined.narrower());
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
        said += there;
        unique += came;
        if (came < there) {
            lacking += there - came;
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
        said += Math.max(there, came);
        unique += came;
        lacking += Math.max(0, there - came);
        open |= there == 0;
        missing.put(slice.name(), new Missing(slice, reason, false));
    }
}
