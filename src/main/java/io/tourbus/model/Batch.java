package io.tourbus.model;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The normalised records and rejected entities of one slice, which the routes deliver to the sinks as a unit.
 *
 * @param runId the run that read the slice; run IDs sort by time
 * @param runStarted its UTC day is the lake partition of all slices of the run
 * @param slice the name of the slice; contains only characters that are valid in object keys
 * @param unchanged identities of the records that all sinks already have with the same content
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

    /** Returns a copy with these entities. */
    public Batch with(List<Normalized> entities) {
        return new Batch(runId, runStarted, source, entity, slice, entities, rejects, unchanged);
    }

    /** Returns a copy with these identities of unchanged records. */
    public Batch withUnchanged(Set<String> identities) {
        return new Batch(runId, runStarted, source, entity, slice, normalized, rejects, identities);
    }

    /** Returns a copy without unchanged records. */
    public Batch onlyChanged() {
        var changed = normalized.stream()
                .filter(item -> !unchanged.contains(item.line().identity()))
                .toList();
        return unchanged.isEmpty() ? this : with(changed).withUnchanged(Set.of());
    }

    /** Returns the records as JSON, in the order of the API response. */
    public List<byte[]> lines() {
        return normalized.stream().map(entity -> entity.line().json()).toList();
    }

    /** Returns the {@linkplain Record#identity() identities} of the records, in the order of {@link #lines()}. */
    public List<String> identities() {
        return normalized.stream().map(entity -> entity.line().identity()).toList();
    }

    /** Returns the IDs of the records, which are their partition keys, in the order of {@link #lines()}. */
    public List<String> ids() {
        return normalized.stream().map(entity -> entity.line().id()).toList();
    }
}
