package io.tourbus.model;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * All that a slice yielded: what goes from a source to the sinks.
 *
 * @param runId the run that read it, sortable by time
 * @param runStarted the UTC day of this instant is the partition, for all slices of a run
 * @param source {@code spotify} or {@code ticketmaster}
 * @param slice the name of the slice, fit for an object key
 * @param unchanged identities of the records whose content is what both sinks have had already
 */
public record Batch(
        String runId,
        Instant runStarted,
        String source,
        Entity entity,
        String slice,
        List<Normalized> normalized,
        List<Reject> rejects,
        Set<String> unchanged) {

    public Batch {
        normalized = List.copyOf(normalized);
        rejects = List.copyOf(rejects);
        unchanged = Set.copyOf(unchanged);
    }

    /** The same with fewer records. */
    public Batch with(List<Normalized> some) {
        return new Batch(runId, runStarted, source, entity, slice, some, rejects, unchanged);
    }

    /** The same with what is known of the content of its records. */
    public Batch withUnchanged(Set<String> identities) {
        return new Batch(runId, runStarted, source, entity, slice, normalized, rejects, identities);
    }

    /** Without the records that have not changed. */
    public Batch onlyChanged() {
        return unchanged.isEmpty()
                ? this
                : new Batch(runId, runStarted, source, entity, slice, changed(), rejects, Set.of());
    }

    private List<Normalized> changed() {
        return normalized.stream()
                .filter(entity -> !unchanged.contains(entity.line().identity()))
                .toList();
    }

    /** The JSON of the records, in the order of the API. */
    public List<byte[]> lines() {
        return normalized.stream().map(entity -> entity.line().json()).toList();
    }

    /** What tells the records from all others. */
    public List<String> identities() {
        return normalized.stream().map(entity -> entity.line().identity()).toList();
    }

    /** The ids of the records, which are also their partition keys, by the index of the {@link #lines()}. */
    public List<String> ids() {
        return normalized.stream().map(entity -> entity.line().id()).toList();
    }
}
