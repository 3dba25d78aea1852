package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The progress of a run.
 *
 * @param came entities received so far, including repeated ones
 * @param expected entities that the sources have reported so far; grows during the run
 * @param left requests left today for the source that has the fewest left; -1 if no source has a limit
 */
public record RunProgress(
        @JsonProperty("run_id") String runId,
        @JsonProperty("job") String job,
        @JsonProperty("came") long came,
        @JsonProperty("expected") long expected,
        @JsonProperty("requests") long requests,
        @JsonProperty("left") long left) {

    static RunProgress of(Run run, long left) {
        long came = 0;
        long expected = 0;
        for (var coverage : run.coverages()) {
            came += coverage.received();
            expected += Math.max(coverage.reportedTotal(), coverage.received());
        }
        var requests = run.allCounters().stream()
                .mapToLong(tally -> tally.get(RunCounters.Count.REQUESTS))
                .sum();
        return new RunProgress(run.id(), run.job().label(), came, expected, requests, left);
    }
}
