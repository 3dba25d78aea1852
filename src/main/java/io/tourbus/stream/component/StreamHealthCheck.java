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
 * Asks AWS whether the stream can be written to: {@code DescribeStreamSummary}, which needs the permission
 * {@code kinesis:DescribeStreamSummary}. AWS answers 20 of these a second for all of an account, so that one refused
 * for its rate says nothing of the stream.
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

    /** A process whose stream is away has to wait for it, not to be restarted. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    /** Two endpoints of one stream have checks of one name; when one of them stops it takes its own away. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Reports no exception, only what it says: a health page shows the trace of what it is given. */
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
