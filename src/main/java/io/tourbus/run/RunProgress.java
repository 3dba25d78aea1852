package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How far a run has come.
 *
 * @param came how many entities, repeated ones included
 * @param expected how many there are, as far as sources have said by now: it grows
 * @param left how many requests the source may still be asked today that has fewest left; -1 where none has a limit
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
