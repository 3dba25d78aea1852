package io.tourbus.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A notification about a job, as sent to the alert endpoint and stored in the state. It contains no secrets.
 *
 * @param alert the {@linkplain AlertCause#label() label of the cause}, {@code well} for a recovery, or {@code trial} for a test
 * @param runId {@code null} if the alert is not about a run
 * @param since when the problem began, in UTC, to the second
 * @param details what happened, one sentence each, most important first
 * @param action what to do, one sentence each; can be empty
 */
public record Alert(
        @JsonProperty("alert") String alert,
        @JsonProperty("job") String job,
        @JsonProperty("run_id") String runId,
        @JsonProperty("since") String since,
        @JsonProperty("subject") String subject,
        @JsonProperty("said") List<String> details,
        @JsonProperty("action") List<String> action) {

    static final String RECOVERY = "well";

    /** An alert that reports no problem, to test the endpoint. */
    static Alert test(Instant now) {
        return new Alert(
                "trial",
                "none",
                null,
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                "Tourbus: test alert",
                List.of("Tourbus can send alerts to this endpoint."),
                List.of());
    }

    /** The subject, details and actions as lines of text. */
    String text() {
        return Stream.of(Stream.of(subject), details.stream(), action.stream().map("- "::concat))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** One line for logs. */
    String line() {
        return "alert job=%s cause=%s since=%s text=%s".formatted(job, alert, since, text().replace("\n", " | "));
    }
}
