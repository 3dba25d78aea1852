package io.tourbus.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * more {@linkplain RunRequest options}, or an event of EventBridge.
 */
public final class IngestHandler implements RequestStreamHandler, Resource {

    private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);

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
                    RunResponse.of(e, false).body().message());
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

    private RunResponse respond(InputStream event, Context context) throws IOException {
        var deadline = Instant.now().plusMillis(context.getRemainingTimeInMillis());
        RunRequest request;
        try {
            request = RunRequest.read(event);
        } catch (RuntimeException e) {
            return RunResponse.of(e, true);
        }
        try {
            return RunResponse.of(instance.run(request, context.getAwsRequestId(), deadline));
        } catch (RuntimeException e) {
            return RunResponse.of(e, !request.settings().isEmpty());
        }
    }
}
