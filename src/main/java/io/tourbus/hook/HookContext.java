package io.tourbus.hook;

import io.tourbus.model.Batch;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.state.DeadLetter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a message of a hook belongs to. Empty where there is no such thing, such as the slice of a report.
 *
 * @param entity the label of the kind of entity
 * @param id of the record
 */
record HookContext(String runId, Instant runStarted, String source, String entity, String slice, String id) {

    /** The exchange property with the context. */
    static final String PROPERTY = "tourbus.hook-context";

    static HookContext of(Batch batch, String id) {
        return new HookContext(
                batch.runId(),
                batch.runStarted(),
                batch.source(),
                batch.entity().label(),
                batch.slice(),
                id);
    }

    static HookContext of(Origin origin, String entity) {
        return new HookContext(origin.runId(), origin.ingestedAt(), origin.source(), entity, origin.slice(), "");
    }

    static HookContext of(DeadLetter letter, Instant runStarted) {
        return new HookContext(
                letter.runId(), runStarted, letter.source(), letter.entity(), letter.slice(), letter.target());
    }

    Map<String, Object> headers(Hook hook) {
        Map<String, Object> headers = headers(source, entity, runId, slice, id);
        headers.put("TourbusHook", hook.label());
        return headers;
    }

    /** The headers of messages to hooks and sinks. */
    static Map<String, Object> headers(String source, String entity, String runId, String slice, String id) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("TourbusSource", source);
        headers.put("TourbusEntity", entity);
        headers.put("TourbusRun", runId);
        headers.put("TourbusSlice", slice);
        headers.put("TourbusId", id);
        headers.values().removeIf(value -> value == null || value.equals(""));
        return headers;
    }
}
