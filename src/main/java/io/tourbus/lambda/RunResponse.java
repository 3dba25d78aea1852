package io.tourbus.lambda;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.app.StateInUseException;
import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.run.RunReport;
import io.tourbus.settings.ConfigurationException;

/**
 * What an invocation is answered.
 *
 * @param statusCode 200 for a run that is complete or partial, 400 for an event that asks for what there is not, else 500
 */
record RunResponse(
        @JsonProperty("statusCode") int statusCode,
        @JsonProperty("body") Body body) {

    /**
     * @param message one line for a person
     * @param results the report of the run; {@code null} where there is none
     * @param error what kind of error it was; {@code null} where it was none
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

    /** @param asked whether the event has options, so that settings that do not fit are its fault */
    static RunResponse of(RuntimeException failure, boolean asked) {
        if (failure instanceof EventException || failure instanceof UnknownJobException) {
            return error(400, failure.getMessage(), "event");
        }
        if (failure instanceof ConfigurationException configuration) {
            return error(asked ? 400 : 500, String.join("; ", configuration.problems()), "configuration");
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
