package io.tourbus.model;

import java.time.Instant;
import java.util.List;

/**
 * All that a slice yielded: what goes from a source to the sinks.
 *
 * @param runId the run that read it, sortable by time
 * @param runStarted the UTC day of this instant is the partition, for all slices of a run
 * @param source {@code spotify} or {@code ticketmaster}
 * @param slice the name of the slice, fit for an object key
 */
public record Batch(
        String runId,
        Instant runStarted,
        String source,
        Entity entity,
        String slice,
        List<Normalized> normalized,
        List<Reject> rejects) {

    public Batch {
        normalized = List.copyOf(normalized);
        rejects = List.copyOf(rejects);
    }

    public Batch withNormalized(List<Normalized> kept) {
        return new Batch(runId, runStarted, source, entity, slice, kept, rejects);
    }

    /** The JSON of the records, in the order of the API. */
    public List<byte[]> lines() {
        return normalized.stream().map(entity -> entity.line().json()).toList();
    }

    /** The partition keys of the {@link #lines()}, by index. */
    public List<String> partitionKeys() {
        return normalized.stream().map(entity -> entity.line().id()).toList();
    }
}
