package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.run.RunProgress;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.KnownRun;

/**
 * A run with its report.
 *
 * @param initiator null for a run of an earlier version
 * @param options null for a run of an earlier version
 * @param cancelledBy null unless somebody cancelled the run
 * @param progress null unless the run is in progress in this process
 * @param activity the progress in one line; null unless the run is in progress in this process
 * @param report null while the run is in progress
 */
public record RunView(
        @JsonProperty("run_id") String runId,
        @JsonProperty("job") String job,
        @JsonProperty("started_at") String startedAt,
        @JsonProperty("status") String status,
        @JsonProperty("initiator") String initiator,
        @JsonProperty("options") String options,
        @JsonProperty("cancelled_by") String cancelledBy,
        @JsonProperty("progress") RunProgress progress,
        @JsonProperty("activity") String activity,
        @JsonProperty("report") JsonNode report) {

    static RunView of(KnownRun run) {
        return new RunView(
                run.runId(),
                run.job(),
                run.started().toString(),
                run.status(),
                run.origin().map(RunOrigin::initiator).orElse(null),
                run.origin().map(RunOrigin::options).orElse(null),
                run.cancellation().map(Cancellation::by).orElse(null),
                null,
                null,
                RunLine.report(run));
    }

    /** The same run while it is in progress. */
    public RunView active(RunProgress current, String line) {
        return new RunView(runId, job, startedAt, status, initiator, options, cancelledBy, current, line, report);
    }

    /** Whether the run has ended with a report. */
    public boolean reported() {
        return report != null && !report.isNull();
    }
}
