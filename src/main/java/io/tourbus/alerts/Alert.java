package io.tourbus.alerts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody is told of a job. Nothing of it is secret.
 *
 * @param alert the cause, {@code well} when what had been told is over, or {@code trial}
 * @param runId {@code null} where it is of no run
 * @param since when it began, in UTC
 * @param said what has happened: sentences, the one that matters most first
 * @param action what to do; none where there is nothing
 */
public record Alert(
        @JsonProperty("alert") String alert,
        @JsonProperty("job") String job,
        @JsonProperty("run_id") String runId,
        @JsonProperty("since") String since,
        @JsonProperty("subject") String subject,
        @JsonProperty("said") List<String> said,
        @JsonProperty("action") List<String> action) {

    static final String WELL = "well";

    /** One that tells of nothing. */
    public static Alert trial(Instant now) {
        return new Alert(
                "trial",
                "none",
                null,
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                "Tourbus: a trial",
                List.of("Alerts of Tourbus arrive here."),
                List.of());
    }

    /** Several lines, for people. */
    @JsonIgnore
    String text() {
        return Stream.of(Stream.of(subject), said.stream(), action.stream().map("- "::concat))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** The same in one line, for logs. */
    @JsonIgnore
    String line() {
        return "alert job=%s cause=%s since=%s said=%s".formatted(job, alert, since, text().replace("\n", " | "));
    }
}
