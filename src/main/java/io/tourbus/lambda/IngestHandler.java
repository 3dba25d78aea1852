package io.tourbus.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.settings.StateInUseException;
import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.run.RunReport;
import io.tourbus.settings.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lambda handler that runs a job for each event and returns the report of the run. An event is {@code {"job_type": "daily"}} with
 * more {@linkplain RunEvent options}, or an event of EventBridge.
 */
public final class IngestHandler implements RequestStreamHandler, Resource {

    private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);

    /**
     * The response to a Lambda invocation.
     *
     * @param statusCode 200 for a complete or partial run, 400 for an invalid event, otherwise 500
     */
    private record Response(
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

        static Response of(RunReport report) {
            var message = "run %s: %s".formatted(report.runId(), report.status().label());
            return report.status() == RunReport.Status.FAILED
                    ? new Response(500, new Body(message, report, "failed"))
                    : new Response(200, new Body(message, report, null));
        }

        /** @param eventHasOptions whether to blame the event for invalid settings */
        static Response of(RuntimeException failure, boolean eventHasOptions) {
            if (failure instanceof InvalidOptionException || failure instanceof UnknownJobException) {
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

        private static Response error(int status, String message, String kind) {
            return new Response(status, new Body(message, null, kind));
        }
    }

    private final ObjectMapper mapper = new ObjectMapper();
    private final FunctionInstance instance;

    /** Starts Tourbus, so that it is running when the first event arrives. */
    public IngestHandler() {
        instance = new FunctionInstance(System.getenv());
        Core.getGlobalContext().register(this);
        start();
    }

    /** Stops Tourbus, so that a SnapStart snapshot contains no connections and no secrets. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> snapshots) {
        instance.close();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> snapshots) {
        start();
    }

    /** Ignores a failure, because Lambda would retry without reporting it. Each invocation reports it instead. */
    private void start() {
        try {
            instance.start();
        } catch (RuntimeException e) {
            LOG.warn(
                    "Tourbus did not start, next try with the first event reason={}",
                    Response.of(e, false).body().message());
        }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream output, Context context) throws IOException {
        var response = respond(event, context);
        if (response.statusCode() != 200) {
            // The alarm in deploy/aws/tourbus.yaml searches for this text.
            LOG.error(
                    "answered status={} message={}",
                    response.statusCode(),
                    response.body().message());
        }
        mapper.writeValue(output, response);
    }

    private Response respond(InputStream event, Context context) throws IOException {
        var deadline = Instant.now().plusMillis(context.getRemainingTimeInMillis());
        RunEvent request;
        try {
            request = RunEvent.read(event);
        } catch (RuntimeException e) {
            return Response.of(e, true);
        }
        try {
            return Response.of(instance.run(request, context.getAwsRequestId(), deadline));
        } catch (RuntimeException e) {
            return Response.of(e, !request.settings().isEmpty());
        }
    }
}
