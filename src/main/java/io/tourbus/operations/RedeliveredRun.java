package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.deadletter.Redelivery.Redelivered;
import java.util.List;

/**
 * The result of sending what the lake holds of a run to a sink.
 *
 * @param notAccepted the number of records that the sink did not accept
 * @param missing the number of records in objects that were not sent
 * @param differences the objects that were not sent, with the reason
 * @param cancelled whether objects are left because an operator cancelled this
 */
public record RedeliveredRun(
        @JsonProperty("run_id") String runId,
        @JsonProperty("to") String to,
        @JsonProperty("objects") int objects,
        @JsonProperty("records") long records,
        @JsonProperty("not_accepted") long notAccepted,
        @JsonProperty("missing") long missing,
        @JsonProperty("differences") List<String> differences,
        @JsonProperty("cancelled") boolean cancelled) {

    static RedeliveredRun of(String to, Redelivered run) {
        return new RedeliveredRun(
                run.runId(),
                to,
                run.objects(),
                run.records(),
                run.refused(),
                run.missing(),
                run.skipped(),
                run.isCancelled());
    }
}
