package io.tourbus.source.slice;

import io.tourbus.source.slice.SplitTracker.SplitSlice;
import io.tourbus.state.members.MemberList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares how many entities of a query a run has received with how many the API reports. Thread-safe. */
public final class Completeness {

    /**
     * A part of a query that is missing or incomplete.
     *
     * @param slice fetches the part
     * @param reason why it is missing, with the number of missing entities if that is known
     * @param permanent whether fetching it again would give the same result
     */
    public record Missing(Slice slice, String reason, boolean permanent) {}

    private static final String INDIVISIBLE = ": the API returns no more, and the query cannot be divided further";

    private final Query query;
    private final Map<String, Missing> missing = new LinkedHashMap<>();
    private long reportedTotal;
    private long received;
    private long unique;
    private long missingCount;
    private long totalBeforeSlicing;
    private long expected;
    private boolean open;
    private boolean exhaustive = true;
    private boolean resumed;
    private int fresh;
    private final MemberList members = new MemberList();

    public Completeness(Query query) {
        this.query = query;
    }

    public Query query() {
        return query;
    }

    /** How many entities the API reports, summed over the slices that were read. */
    public synchronized long reportedTotal() {
        return complete() ? reportedTotal : Math.max(reportedTotal, totalBeforeSlicing);
    }

    /** How many entities were received, duplicates included. */
    public synchronized long received() {
        return received;
    }

    /** How many different entities were received. */
    public synchronized long unique() {
        return unique;
    }

    /**
     * How many entities are known to be missing. If the size of a slice is unknown, the number of entities that were {@linkplain
     * #expect expected} decides; without it, the slice counts as 0, but is in {@link #missing()}.
     */
    public synchronized long missingCount() {
        var known = complete() ? missingCount : Math.max(missingCount, totalBeforeSlicing - unique);
        return open ? Math.max(known, expected - unique) : known;
    }

    /** Sets how many entities an earlier run found, in case the API is not called for the rest of the query. */
    public synchronized void expect(long entities) {
        expected = entities;
    }

    /** Whether more entities may exist than {@link #reportedTotal()}: a slice was not read, or the API stopped counting. */
    public synchronized boolean openEnded() {
        return open && reportedTotal >= totalBeforeSlicing;
    }

    public synchronized boolean complete() {
        return missing.isEmpty();
    }

    public synchronized List<Missing> missing() {
        return List.copyOf(missing.values());
    }

    /**
     * All received entities, also rejected ones, but not those of slices that an earlier part of the run has read. Not to be used while
     * the query is read.
     */
    public synchronized MemberList members() {
        return members;
    }

    /** Whether {@link #members()} are all entities of the query. */
    public synchronized boolean exhaustive() {
        return exhaustive && !resumed && fresh == 0 && complete();
    }

    /** Whether the API reports 0 entities for the whole query. */
    public synchronized boolean empty() {
        return complete() && reportedTotal == 0 && totalBeforeSlicing == 0 && received == 0;
    }

    /** Whether an earlier part of the run has read slices of the query. */
    public synchronized boolean resumed() {
        return resumed;
    }

    /** How many requests were skipped, because an earlier run has received their answers recently. The numbers do not include these. */
    public synchronized int fresh() {
        return fresh;
    }

    synchronized void skipFresh(int requests) {
        fresh = requests;
    }

    /** Adds the entities of a slice that was read completely. */
    synchronized void addMembers(SliceResult reading) {
        exhaustive &= reading.exhaustive();
        reading.forEachRecord(members::add);
        reading.rejectedIds().forEach(id -> members.add(query.source() + "_" + id, ""));
    }

    synchronized void addFinished(FinishedSlice finished, SampleLimit sample) {
        resumed = true;
        received += finished.received();
        var reason = sample.active() ? ": " + sample.reason() : INDIVISIBLE;
        add(finished.slice(), finished.reportedTotal(), finished.unique(), reason, Optional.empty());
    }

    /** Records the total of a slice that was divided before it was read. */
    synchronized void raiseTotal(long total) {
        totalBeforeSlicing = Math.max(totalBeforeSlicing, total);
    }

    synchronized void addReceived(long entities) {
        received += entities;
    }

    /** Adds a slice that was read completely. */
    synchronized void add(SliceResult reading) {
        if (reading.total().isPresent()) {
            add(
                    reading.slice(),
                    reading.total().getAsLong(),
                    reading.unique(),
                    reading.exceedsLimit() ? indivisible(reading.pages()) : "",
                    reading.loss());
            if (reading.openEnded()) {
                addUnproven(reading.slice());
            }
        } else {
            reportedTotal += reading.reportedTotal().orElse(reading.unique());
            unique += reading.unique();
        }
    }

    /** Adds a split slice whose parts have all ended. A failed part is not missing if the others returned everything. */
    synchronized void add(SplitSlice split) {
        if (split.complete()) {
            missing.keySet().removeAll(split.parts());
        }
        add(split.root(), split.total(), split.unique(), indivisible(split.requests()), Optional.empty());
        if (split.openEnded()) {
            addUnproven(split.root());
        }
    }

    private void addUnproven(Slice slice) {
        open = true;
        missing.put(slice.name(), new Missing(slice, "there may be more: the API does not report the total", true));
    }

    private static String indivisible(int requests) {
        return INDIVISIBLE + " (requests: %,d)".formatted(requests);
    }

    /**
     * @param permanentReason why reading the slice again cannot help; empty if it can
     * @param cause why a page was lost
     */
    private void add(Slice slice, long total, long uniqueInSlice, String permanentReason, Optional<String> cause) {
        reportedTotal += total;
        unique += uniqueInSlice;
        if (uniqueInSlice < total) {
            missingCount += total - uniqueInSlice;
            var reason = "%,d of %,d not returned".formatted(total - uniqueInSlice, total);
            var details = permanentReason + cause.map(": "::concat).orElse("");
            missing.put(slice.name(), new Missing(slice, reason + details, !permanentReason.isEmpty()));
        }
    }

    /**
     * Adds a slice that was not read, or not completely.
     *
     * @param total how many entities the API reports; 0 if it was not called
     * @param uniqueInSlice how many different entities were received
     */
    synchronized void addMissing(Slice slice, String reason, long total, long uniqueInSlice) {
        reportedTotal += Math.max(total, uniqueInSlice);
        unique += uniqueInSlice;
        missingCount += Math.max(0, total - uniqueInSlice);
        open |= total == 0;
        missing.put(slice.name(), new Missing(slice, reason, false));
    }

    /**
     * A slice that an earlier part of the run has read.
     *
     * @param reportedTotal how many entities the API reported
     * @param received how many entities were received, duplicates included
     * @param unique how many different entities were received
     */
    public record FinishedSlice(Slice slice, long reportedTotal, long received, long unique) {}
}
