package io.tourbus.stream.component;

import io.tourbus.stream.FailureText;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * Readiness check of the stream with {@code DescribeStreamSummary}. Needs the permission {@code kinesis:DescribeStreamSummary}.
 * AWS allows 20 of these calls per second and account, so the state is unknown if a call exceeds this limit.
 */
final class StreamHealthCheck extends AbstractHealthCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Set<StreamStatus> WRITABLE = Set.of(StreamStatus.ACTIVE, StreamStatus.UPDATING);

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
            report(status(), builder);
        } catch (LimitExceededException e) {
            builder.unknown().message("Stream " + streamName + ": " + FailureText.describe(e));
        } catch (RuntimeException e) {
            report(e, builder);
        }
    }

    private StreamStatus status() {
        DescribeStreamSummaryRequest request = DescribeStreamSummaryRequest.builder()
                .streamName(streamName)
                .overrideConfiguration(override -> override.apiCallTimeout(TIMEOUT))
                .build();
        return endpoint.getClient()
                .describeStreamSummary(request)
                .streamDescriptionSummary()
                .streamStatus();
    }

    private void report(StreamStatus status, HealthCheckResultBuilder builder) {
        builder.detail("stream.status", status.toString());
        if (WRITABLE.contains(status)) {
            builder.up();
        } else {
            builder.down().message("Stream " + streamName + " is " + status);
        }
    }

    private void report(RuntimeException failure, HealthCheckResultBuilder builder) {
        builder.down().message("Stream " + streamName + ": " + FailureText.describe(failure));
        builder.detail(SERVICE_ERROR_CODE, FailureText.code(failure));
        if (failure instanceof SdkServiceException service) {
            builder.detail(SERVICE_STATUS_CODE, service.statusCode());
        }
    }
}
