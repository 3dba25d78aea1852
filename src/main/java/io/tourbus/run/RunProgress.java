package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * The progress of a run.
 *
 * @param status {@code running}, or {@code stopping} if the run starts no more slices
 * @param received entities received so far, including repeated ones
 * @param expected entities that the sources have reported so far; grows during the run
 * @param left requests left today for the source that has the fewest left; -1 if no source has a limit
 * @param percent never decreases, stays below 100 until everything is read, and then is 100
 * @param perSecond entities received per second since this process started or resumed the run
 * @param secondsLeft estimated from the expected entities and the rate; -1 if nothing has been received
 * @param activity what the run does now, by source
 */
public record RunProgress(
        @JsonProperty("run_id") String runId,
        @JsonProperty("job") String job,
        @JsonProperty("status") String status,
        @JsonProperty("came") long received,
        @JsonProperty("expected") long expected,
        @JsonProperty("requests") long requests,
        @JsonProperty("left") long left,
        @JsonProperty("percent") double percent,
        @JsonProperty("per_second") double perSecond,
        @JsonProperty("seconds_left") long secondsLeft,
        @JsonProperty("activity") String activity) {

    /** Percent, rate, time left and activity, for the command line. */
    public String summary() {
        var time = Duration.ofSeconds(Math.max(0, secondsLeft));
        return "%.1f%%, %,.1f entities/s, %s; %s"
                .formatted(
                        percent,
                        perSecond,
                        secondsLeft < 0
                                ? "time left unknown"
                                : "%d:%02d:%02d left"
                                        .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart()),
                        activity);
    }
}
