package io.tourbus.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A notification about a job, as sent to the alert endpoint and stored in the state. It contains no secrets.
 *
 * @param alert the {@linkplain Cause#label() label of the cause}, {@code well} for a recovery, or {@code trial} for a test
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

    /** The problems with a job that raise an alert. */
    public enum Cause {
        /** A run failed and delivered nothing. */
        FAILED("failed"),
        /** A run ended, but data is missing. */
        PARTIAL("is incomplete"),
        /** The job did not start at its scheduled time. */
        LATE("is late"),
        /** The process of a run died. */
        DIED("was interrupted, because its process died"),
        /** A complete run found far fewer entities than the baseline run. */
        SHRUNK("found fewer entities than before"),
        /** A complete run did not find entities of the last complete run. */
        VANISHED("did not find some entities again"),
        /** Rules with the severity {@code error} fail in the warehouse. */
        QUALITY("has data that violates rules"),
        /** Rules with the severity {@code warning} fail in the warehouse. */
        QUALITY_WARNING("has data that violates rules with severity warning");

        /** Follows the name of the job in the subject of an alert. */
        private final String predicate;

        Cause(String predicate) {
            this.predicate = predicate;
        }

        /** The name in settings and JSON. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Converts an alert to the body of a message for the alert endpoint. The routes use it as a bean. */
    public enum Format {
        LINE("text/plain; charset=utf-8"),
        TEXT("text/plain; charset=utf-8"),
        /** The fields of the alert, and its text in the field {@code text}, which chat webhooks display. */
        JSON("application/json; charset=utf-8"),
        /** JSON with only the field {@code text}. */
        SLACK("application/json; charset=utf-8");

        private static final ObjectMapper MAPPER = new ObjectMapper();

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        public String contentType() {
            return contentType;
        }

        public String format(Alert alert) {
            return switch (this) {
                case LINE ->
                    "alert job=%s cause=%s since=%s text=%s"
                            .formatted(
                                    alert.job,
                                    alert.alert,
                                    alert.since,
                                    alert.text().replace("\n", " | "));
                case TEXT -> alert.text();
                case JSON ->
                    json(alert.text())
                            .setAll(MAPPER.<ObjectNode>valueToTree(alert))
                            .toString();
                case SLACK -> json(escaped(alert.text())).toString();
            };
        }

        private static ObjectNode json(String text) {
            return MAPPER.createObjectNode().put("text", text);
        }

        /** Slack treats these characters as markup. */
        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }

    static Alert of(Cause cause, String job, String run, Instant since, List<String> details, List<String> action) {
        var subject = "Tourbus: %s %s".formatted(job, cause.predicate);
        return new Alert(cause.label(), job, run, seconds(since), subject, details, action);
    }

    /** An alert that all problems of a job are solved. */
    static Alert recovery(String job, String run, Instant now, String detail) {
        var subject = "Tourbus: %s has recovered".formatted(job);
        return new Alert("well", job, run, seconds(now), subject, List.of(detail), List.of());
    }

    /** An alert that reports no problem, to test the endpoint. */
    static Alert test(Instant now) {
        var detail = "Tourbus can send alerts to this endpoint.";
        return new Alert("trial", "none", null, seconds(now), "Tourbus: test alert", List.of(detail), List.of());
    }

    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The subject, details and actions as lines of text. */
    String text() {
        return Stream.of(Stream.of(subject), details.stream(), action.stream().map("- "::concat))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }
}
