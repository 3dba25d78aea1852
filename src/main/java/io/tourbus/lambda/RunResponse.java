package io.tourbus.lambda;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.app.StateInUseException;
import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.run.RunReport;
import io.tourbus.settings.ConfigurationException;

/**
 * The response to a Lambda invocation.
 *
 * @param statusCode 200 for a complete or partial run, 400 for an invalid event, otherwise 500
 */
record RunResponse(
        @JsonProperty("statusCode") int statusCode,
        @JsonProperty("body") Body body) {

    /**
     * @param message one line
     * @param results the report of the run; {@code null} if there was no run
     * @param error {@code event}, {@code configuration}, {@code try later} or {@code failed}; {@code null} on success
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(
            @JsonProperty("message") String message,
            @JsonProperty("results") RunReport results,
            @JsonProperty("error") String error) {}

    static RunResponse of(RunReport report) {
        var message = "run %s: %s".formatted(report.runId(), report.status().label());
        return report.status() == RunReport.Status.FAILED
                ? new RunResponse(500, new Body(message, report, "failed"))
                : new RunResponse(200, new Body(message, report, null));
    }

    /** @param eventHasOptions whether to blame the event for invalid settings */
    static RunResponse of(RuntimeException failure, boolean eventHasOptions) {
        if (failure instanceof EventException || failure instanceof UnknownJobException) {
            return error(400, failure.getMessage(), "event");
        }
        if (failure instanceof ConfigurationException configuration) {
            return error(eventHasOptions ? 400 : 500, String.join("; ", configuration.problems()), "configuration");
        }
        if (failure instanceof JobRunningException || failure instanceof StateInUseException) {
            return error(500, failure.getMessage(), "try later");
        }
        return error(500, failure.getMessage() == null ? failure.toString() : failure.getMessage(), "failed");
    }

    private static RunResponse error(int status, String message, String kind) {
        return new RunResponse(status, new Body(message, null, kind));
    }
}
