package io.tourbus.stream;

import io.tourbus.stream.SendCounters.Count;
import io.tourbus.stream.SendCounters.Totals;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.kinesis.Kinesis2Constants;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultProducer;

/**
 * The producer of {@code aws2-kinesis-batch}: sends the records of a message. It sets headers with the counts even if it fails,
 * and also {@link Kinesis2Constants#RECORD_COUNT} and {@link Kinesis2Constants#FAILED_RECORD_COUNT}.
 */
public class KinesisBatchProducer extends DefaultProducer {

    /** In: the list of the records' partition keys, with the same name as in newer Camel versions (CAMEL-24197). */
    public static final String PARTITION_KEYS = "CamelAwsKinesisPartitionKeys";

    /** In: one partition key for all records, if there is no list. */
    public static final String PARTITION_KEY = Kinesis2Constants.PARTITION_KEY;

    /** Out: number of records that the stream accepted, an {@code Integer}. */
    public static final String SENT = "CamelAwsKinesisBatchSent";

    /** Out: bytes of the accepted records, including partition keys, a {@code Long}. */
    public static final String BYTES = "CamelAwsKinesisBatchBytes";

    /** Out: number of PutRecords calls, including failed ones, an {@code Integer}. */
    public static final String CALLS = "CamelAwsKinesisBatchCalls";

    /** Out: number of times that a record was resent, an {@code Integer}; a record can count several times. */
    public static final String RESENT = "CamelAwsKinesisBatchResent";

    private final BatchSender sender;
    private final Totals totals;
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

    private static void setHeaders(Message message, SendCounters counters) {
        int sent = (int) counters.get(Count.SENT);
        int refused = counters.refused().size();
        message.setHeader(SENT, sent);
        message.setHeader(BYTES, counters.get(Count.BYTES));
        message.setHeader(CALLS, (int) counters.get(Count.CALLS));
        message.setHeader(RESENT, (int) counters.get(Count.RESENT));
        message.setHeader(Kinesis2Constants.RECORD_COUNT, sent + refused);
        message.setHeader(Kinesis2Constants.FAILED_RECORD_COUNT, refused);
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
}
