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
 * Runs a job for each event: {@code {"job_type": "daily"}}, an event of EventBridge, or the options of the command line as
 * JSON. The answer has the report of the run.
 */
public final class IngestHandler implements RequestStreamHandler, Resource {

    private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);

    private final ObjectMapper mapper = new ObjectMapper();
    private final FunctionInstance instance;

    /** Starts the bus, so that invocations find it running. */
    public IngestHandler() {
        this(new FunctionInstance(System.getenv()));
    }

    IngestHandler(FunctionInstance instance) {
        this.instance = instance;
        Core.getGlobalContext().register(this);
        startAhead();
    }

    /** A snapshot has the classes loaded, and neither connections nor secrets in it. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> snapshots) {
        instance.close();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> snapshots) {
        startAhead();
    }

    /** An instance that does not come up would be tried again by Lambda without a word; each invocation tells what is wrong. */
    private void startAhead() {
        try {
            instance.start();
        } catch (RuntimeException e) {
            LOG.warn(
                    "not started ahead reason={}",
                    RunResponse.of(e, false).body().message());
        }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        mapper.writeValue(answer, answer(event, context));
    }

    private RunResponse answer(InputStream event, Context context) throws IOException {
        var limit = Instant.now().plusMillis(context.getRemainingTimeInMillis());
        RunRequest order;
        try {
            order = RunRequest.read(event);
        } catch (RuntimeException e) {
            return told(RunResponse.of(e, true));
        }
        try {
            return told(RunResponse.of(instance.run(order, context.getAwsRequestId(), limit)));
        } catch (RuntimeException e) {
            return told(RunResponse.of(e, !order.settings().isEmpty()));
        }
    }

    private static RunResponse told(RunResponse answer) {
        if (answer.statusCode() != 200) {
            LOG.error(
                    "answered status={} message={}",
                    answer.statusCode(),
                    answer.body().message());
        }
        return answer;
    }
}
