package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.KnownRun;
import java.util.Optional;

/**
 * A run in a list.
 *
 * @param status {@code complete}, {@code partial}, {@code failed}, {@code cancelled} or {@code not resumed}; or, if the run has not
 *     ended, {@code running}, {@code stopping}, {@code unfinished} or {@code died}
 * @param initiator null for a run of an earlier version
 * @param options null for a run of an earlier version
 * @param cancelledBy null unless somebody cancelled the run
 * @param durationMillis null while the run has no report
 * @param requests null while the run has no report
 * @param lakeRecords null while the run has no report
 * @param streamRecords null while the run has no report
 * @param rejected null while the run has no report
 * @param missing null while the run has no report
 * @param deadLetters null while the run has no report
 * @param report null unless it is requested
 */
public record RunLine(
        @JsonProperty("run_id") String runId,
        @JsonProperty("job") String job,
        @JsonProperty("started_at") String startedAt,
        @JsonProperty("status") String status,
        @JsonProperty("initiator") String initiator,
        @JsonProperty("options") String options,
        @JsonProperty("cancelled_by") String cancelledBy,
        @JsonProperty("duration_ms") Long durationMillis,
        @JsonProperty("requests") Long requests,
        @JsonProperty("lake_records") Long lakeRecords,
        @JsonProperty("stream_records") Long streamRecords,
        @JsonProperty("rejected") Long rejected,
        @JsonProperty("missing") Long missing,
        @JsonProperty("dead_letters") Long deadLetters,

        @JsonProperty("report") @JsonInclude(JsonInclude.Include.NON_NULL)
        JsonNode report) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static RunLine of(KnownRun run, boolean withReport) {
        var report = run.report().map(RunReport::read);
        return new RunLine(
                run.runId(),
                run.job(),
                run.started().toString(),
                run.status(),
                run.origin().map(RunOrigin::initiator).orElse(null),
                run.origin().map(RunOrigin::options).orElse(null),
                run.cancellation().map(Cancellation::by).orElse(null),
                report.map(RunReport::durationMillis).orElse(null),
                sum(report, "requests"),
                sum(report, "lake_records"),
                sum(report, "stream_records"),
                sum(report, "rejected"),
                sum(report, "missing"),
                sum(report, "dead_letters"),
                withReport ? report(run) : null);
    }

    static JsonNode report(KnownRun run) {
        try {
            return run.report().isPresent() ? MAPPER.readTree(run.report().get()) : null;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a report: " + run.report().get(), e);
        }
    }

    private static Long sum(Optional<RunReport> report, String count) {
        return report.map(known -> known.sum(count)).orElse(null);
    }
}
