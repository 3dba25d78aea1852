package io.tourbus.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The normalized records and rejected entities of one slice, which the routes deliver to the sinks as a unit.
 *
 * @param runId the run that read the slice; run IDs sort by time
 * @param runStarted its UTC day is the lake partition of all slices of the run
 * @param slice the name of the slice; contains only characters that are valid in object keys
 * @param unchanged by the name of a sink, the identities of the records that it already has with the same content
 * @param container the kind of entities that contain those of this batch; {@code null} unless they are embedded. The raw zone
 *     has embedded entities only as a part of others
 * @param contained batches of the records that the entities of this batch contain, which are delivered before this batch
 * @param withoutRecord the entities as received whose records a hook dropped or failed to change; only the raw zone has them
 */
public record Batch(
        String runId,
        Instant runStarted,
        String source,
        Entity entity,
        String slice,
        List<Normalized> normalized,
        List<Reject> rejects,
        Map<String, Set<String>> unchanged,
        Entity container,
        List<Batch> contained,
        List<byte[]> withoutRecord) {

    /** Creates a batch of entities that contain no others. */
    public Batch(
            String runId,
            Instant runStarted,
            String source,
            Entity entity,
            String slice,
            List<Normalized> normalized,
            List<Reject> rejects,
            Map<String, Set<String>> unchanged) {
        this(runId, runStarted, source, entity, slice, normalized, rejects, unchanged, null, List.of(), List.of());
    }

    public Batch {
        normalized = List.copyOf(normalized);
        rejects = List.copyOf(rejects);
        unchanged = Map.copyOf(unchanged);
        contained = List.copyOf(contained);
        withoutRecord = List.copyOf(withoutRecord);
    }

    /** Returns a copy that contains these batches. */
    public Batch containing(List<Batch> batches) {
        return copy(normalized, unchanged, batches, withoutRecord);
    }

    /**
     * Returns a batch of records that the entities of this batch contain.
     *
     * @param ofSlice the name of the slice in the object key
     */
    public Batch ofEmbedded(String ofSlice, Entity kind, List<Normalized> records) {
        return new Batch(
                runId, runStarted, source, kind, ofSlice, records, List.of(), Map.of(), entity, List.of(), List.of());
    }

    /** Returns whether the records were taken from entities that contain them. */
    public boolean embedded() {
        return container != null;
    }

    /** Returns whether there is something to deliver or to acknowledge. */
    public boolean pending() {
        return !embedded() || !normalized.isEmpty();
    }

    /** Returns a copy with these entities. */
    public Batch with(List<Normalized> entities) {
        return with(entities, withoutRecord);
    }

    /** Returns a copy with these entities, and these entities as received that have no record. */
    public Batch with(List<Normalized> entities, List<byte[]> rawOnly) {
        return copy(entities, unchanged, contained, rawOnly);
    }

    /** Returns a copy with these identities of unchanged records by sink. */
    public Batch withUnchanged(Map<String, Set<String>> identities) {
        return copy(normalized, identities, contained, withoutRecord);
    }

    private Batch copy(
            List<Normalized> entities, Map<String, Set<String>> same, List<Batch> batches, List<byte[]> rawOnly) {
        return new Batch(
                runId, runStarted, source, entity, slice, entities, rejects, same, container, batches, rawOnly);
    }

    /** Returns a copy without the records that this sink already has with the same content. */
    public Batch onlyChanged(String sink) {
        var same = unchanged.getOrDefault(sink, Set.of());
        return same.isEmpty()
                ? this
                : with(normalized.stream()
                        .filter(item -> !same.contains(item.line().identity()))
                        .toList());
    }

    /** Returns the number of records that all sinks already have with the same content. */
    public long unchangedEverywhere() {
        return identities().stream()
                .filter(identity ->
                        !unchanged.isEmpty() && unchanged.values().stream().allMatch(same -> same.contains(identity)))
                .count();
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
