package io.tourbus.stream.component;

import io.tourbus.stream.BatchSender;
import io.tourbus.stream.KinesisBatchConstants;
import io.tourbus.stream.SendCounters;
import io.tourbus.stream.StreamTotals;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.kinesis.Kinesis2Constants;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultProducer;

/** The producer of {@code aws2-kinesis-batch}: sends the records of a message, and sets headers with the counts. */
public class KinesisBatchProducer extends DefaultProducer {
    private final BatchSender sender;
    private final StreamTotals totals;
    private final StreamHealthCheck healthCheck;

    /** @throws IllegalArgumentException if an option of the endpoint is out of range */
    public KinesisBatchProducer(KinesisBatchEndpoint endpoint) {
        super(endpoint);
        this.totals = endpoint.totals();
        this.healthCheck = new StreamHealthCheck(endpoint);
        healthCheck.setEnabled(endpoint.getComponent().isHealthCheckProducerEnabled());
        this.sender = new BatchSender(
                endpoint.getConfiguration().getStreamName(),
                request -> endpoint.getClient().putRecords(request),
                endpoint.limits(),
                endpoint.backoff(),
                endpoint.rateLimiter(),
                Thread::sleep,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Sends the records; see {@link BatchSender#send} for exceptions.
     *
     * @throws IllegalArgumentException if the body or a partition key is invalid
     */
    @Override
    public void process(Exchange exchange) {
        SendCounters counters = new SendCounters(totals);
        try {
            sender.send(new BodyRecords(exchange), counters);
        } finally {
            setHeaders(exchange.getMessage(), counters);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        healthChecks().ifPresent(checks -> checks.addHealthCheck(healthCheck));
    }

    @Override
    protected void doStop() throws Exception {
        healthChecks().ifPresent(checks -> checks.removeHealthCheck(healthCheck));
        super.doStop();
    }

    /** Returns the repository for health checks; empty if the context has none. */
    private Optional<WritableHealthCheckRepository> healthChecks() {
        return Optional.ofNullable(HealthCheckHelper.getHealthCheckRepository(
                getEndpoint().getCamelContext(), "producers", WritableHealthCheckRepository.class));
    }

    private static void setHeaders(Message message, SendCounters counters) {
        int refused = counters.refused().size();
        message.setHeader(KinesisBatchConstants.SENT, counters.sent());
        message.setHeader(KinesisBatchConstants.BYTES, counters.bytes());
        message.setHeader(KinesisBatchConstants.CALLS, counters.calls());
        message.setHeader(KinesisBatchConstants.RESENT, counters.resent());
        message.setHeader(Kinesis2Constants.RECORD_COUNT, counters.sent() + refused);
        message.setHeader(Kinesis2Constants.FAILED_RECORD_COUNT, refused);
    }
}
