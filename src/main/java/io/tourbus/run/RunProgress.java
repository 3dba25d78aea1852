package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The progress of a run.
 *
 * @param status {@code running}, or {@code stopping} if the run starts no more slices
 * @param received entities received so far, including repeated ones
 * @param expected entities that the sources have reported so far; grows during the run
 * @param left requests left today for the source that has the fewest left; -1 if no source has a limit
 */
public record RunProgress(
        @JsonProperty("run_id") String runId,
        @JsonProperty("job") String job,
        @JsonProperty("status") String status,
        @JsonProperty("came") long received,
        @JsonProperty("expected") long expected,
        @JsonProperty("requests") long requests,
        @JsonProperty("left") long left) {

    static RunProgress of(Run run, long left) {
        long received = 0;
        long expected = 0;
        for (var query : run.coverages()) {
            received += query.received();
            expected += Math.max(query.reportedTotal(), query.received());
        }
        var requests = run.allCounters().stream()
                .mapToLong(counters -> counters.get(RunCounters.Count.REQUESTS))
                .sum();
        var status = run.stopRequested() ? "stopping" : "running";
        return new RunProgress(run.id(), run.job().label(), status, received, expected, requests, left);
    }
}
