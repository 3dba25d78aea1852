package io.tourbus.stream;

import io.tourbus.aws.AwsFailures;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * Readiness check of the stream with {@code DescribeStreamSummary}. Needs the permission {@code kinesis:DescribeStreamSummary}.
 * AWS allows 20 of these calls per second and account, so the state is unknown if a call exceeds this limit.
 */
final class StreamHealthCheck extends AbstractHealthCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KinesisBatchEndpoint endpoint;
    private final String streamName;

    StreamHealthCheck(KinesisBatchEndpoint endpoint) {
        super(
                "camel",
                "producer:aws2-kinesis-batch-" + endpoint.getConfiguration().getStreamName());
        this.endpoint = endpoint;
        this.streamName = endpoint.getConfiguration().getStreamName();
    }

    /** A restart of the process does not fix an unavailable stream. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    /** Compares by identity, so that an endpoint that stops does not remove the check of another endpoint of the same stream. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Reports the message instead of the exception, because health endpoints print stack traces. */
    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("stream.name", streamName);
        try {
            StreamStatus status = endpoint.getClient()
                    .describeStreamSummary(describe ->
                            describe.streamName(streamName).overrideConfiguration(call -> call.apiCallTimeout(TIMEOUT)))
                    .streamDescriptionSummary()
                    .streamStatus();
            builder.detail("stream.status", status.toString());
            if (StreamSink.isWritable(status)) {
                builder.up();
            } else {
                builder.down().message("Stream " + streamName + " is " + status);
            }
        } catch (LimitExceededException e) {
            builder.unknown().message("Stream " + streamName + ": " + AwsFailures.summary(e));
        } catch (RuntimeException e) {
            builder.down().message("Stream " + streamName + ": " + AwsFailures.summary(e));
            builder.detail(SERVICE_ERROR_CODE, AwsFailures.code(e));
            if (e instanceof SdkServiceException service) {
                builder.detail(SERVICE_STATUS_CODE, service.statusCode());
            }
        }
    }
}
