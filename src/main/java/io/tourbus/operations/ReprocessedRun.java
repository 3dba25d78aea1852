package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.deadletter.Reprocessor.ReprocessProgress;
import java.util.List;

/**
 * The result of rebuilding the records of a run.
 *
 * @param objects the number of raw objects that were read
 * @param replaced the number of objects whose records differ from those in the lake
 * @param later the number of changed records that a later run has sent to the stream
 * @param differences the raw objects that were not used, with the reason
 * @param cancelled whether raw objects are left because an operator cancelled this
 */
public record ReprocessedRun(
        @JsonProperty("run_id") String runId,
        @JsonProperty("objects") int objects,
        @JsonProperty("records") long records,
        @JsonProperty("rejected") long rejected,
        @JsonProperty("replaced") int replaced,
        @JsonProperty("streamed") long streamed,
        @JsonProperty("later") long later,
        @JsonProperty("differences") List<String> differences,
        @JsonProperty("cancelled") boolean cancelled) {

    static ReprocessedRun of(ReprocessProgress run) {
        return new ReprocessedRun(
                run.runId(),
                run.objects(),
                run.records(),
                run.rejected(),
                run.different(),
                run.streamed(),
                run.later(),
                run.skipped(),
                run.cancelled());
    }
}
