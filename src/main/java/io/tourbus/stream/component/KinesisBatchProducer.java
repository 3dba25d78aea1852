package io.tourbus.stream.component;

import io.tourbus.stream.BatchSender;
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

/** Sends a message's records by a {@link BatchSender}, and writes into its headers what became of them. */
public class KinesisBatchProducer extends DefaultProducer {
    private final BatchSender sender;
    private final StreamTotals totals;
    private final StreamHealthCheck healthCheck;

    /** @throws IllegalArgumentException if the endpoint's limits or waits make no sense */
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
                endpoint.spacing(),
                Thread::sleep,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Throws as {@link BatchSender#send} does, and {@link IllegalArgumentException} for a body or keys it cannot use. */
    @Override
    public void process(Exchange exchange) {
        SendCounters tally = new SendCounters(totals);
        try {
            sender.send(new BodyRecords(exchange), tally);
        } finally {
            report(tally, exchange.getMessage());
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

    /** Empty in a context without health checks. */
    private Optional<WritableHealthCheckRepository> healthChecks() {
        return Optional.ofNullable(HealthCheckHelper.getHealthCheckRepository(
                getEndpoint().getCamelContext(), "producers", WritableHealthCheckRepository.class));
    }

    private static void report(SendCounters tally, Message message) {
        int refused = tally.refused().size();
        message.setHeader(KinesisBatchConstants.SENT, tally.sent());
        message.setHeader(KinesisBatchConstants.BYTES, tally.bytes());
        message.setHeader(KinesisBatchConstants.CALLS, tally.calls());
        message.setHeader(KinesisBatchConstants.RESENT, tally.resent());
        message.setHeader(Kinesis2Constants.RECORD_COUNT, tally.sent() + refused);
        message.setHeader(Kinesis2Constants.FAILED_RECORD_COUNT, refused);
    }
}
