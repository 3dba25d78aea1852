package io.tourbus.stream;

import io.tourbus.stream.SendCounters.Count;
import io.tourbus.stream.SendCounters.Totals;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.aws2.kinesis.Kinesis2Configuration;
import org.apache.camel.component.aws2.kinesis.Kinesis2Endpoint;
import org.apache.camel.util.function.ThrowingRunnable;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The endpoint of {@code aws2-kinesis-batch}: sends the records of a body to an Amazon Kinesis data stream in batches, and
 * resends records that the stream refused.
 *
 * <p>Consumer options and {@code asyncClient} of Camel's {@code aws2-kinesis} are not supported. Without {@code region}, the
 * region provider of the SDK applies ({@code AWS_REGION}, profile). Without {@code overrideEndpoint},
 * {@code AWS_ENDPOINT_URL_KINESIS} and {@code AWS_ENDPOINT_URL} apply. With {@code cborEnabled=false}, the client uses JSON; with
 * {@code true}, the default, {@code CBOR_ENABLED} or {@code aws.cborEnabled} of the SDK decide.
 *
 * <p>The attributes of its MBean count since the creation of the endpoint.
 */
@ManagedResource(description = "Managed Kinesis batch endpoint")
public class KinesisBatchEndpoint extends Kinesis2Endpoint {

    private int maxBatchRecords = BatchLimits.DEFAULT.maxRecords();
    private Integer maxBatchBytes;
    private int maxRecordBytes = BatchLimits.DEFAULT.maxRecordBytes();
    private int maxAttempts = Backoff.DEFAULT.maxAttempts();
    private long backoffInitialDelay = Backoff.DEFAULT.initialDelay();
    private long backoffMaxDelay = Backoff.DEFAULT.maxDelay();
    private long throttledInitialDelay = 100;
    private long throttledMaxDelay = 5_000;
    private boolean strictOrder;
    private final Totals totals = new Totals();
    private AimdRateLimiter rateLimiter;

    public KinesisBatchEndpoint(String uri, Kinesis2Configuration configuration, KinesisBatchComponent component) {
        super(uri, configuration, component);
    }

    @Override
    public Producer createProducer() {
        return new KinesisBatchProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("aws2-kinesis-batch only sends. Use aws2-kinesis to read.");
    }

    @Override
    protected void doStart() throws Exception {
        keepCborProperty(super::doStart);
    }

    @Override
    public void doStop() throws Exception {
        keepCborProperty(super::doStop);
    }

    /**
     * Restores the system property that Camel's endpoint sets when it starts and clears when it stops, even if the user has set
     * it. The SDK reads it only when it builds a client.
     */
    private static void keepCborProperty(ThrowingRunnable<Exception> startOrStop) throws Exception {
        String property = SdkSystemSetting.CBOR_ENABLED.property();
        String value = System.getProperty(property);
        try {
            startOrStop.run();
        } finally {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        }
    }

    Totals totals() {
        return totals;
    }

    BatchLimits limits() {
        var bytes = maxBatchBytes == null ? Math.max(BatchLimits.DEFAULT.maxBytes(), maxRecordBytes) : maxBatchBytes;
        return new BatchLimits(maxBatchRecords, bytes, maxRecordBytes, strictOrder);
    }

    Backoff backoff() {
        return new Backoff(maxAttempts, backoffInitialDelay, backoffMaxDelay);
    }

    /** Returns the rate limiter that all producers of the endpoint share. */
    synchronized AimdRateLimiter rateLimiter() {
        if (rateLimiter == null) {
            rateLimiter = new AimdRateLimiter(
                    throttledInitialDelay, throttledMaxDelay, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        }
        return rateLimiter;
    }

    @ManagedAttribute(description = "Records that the stream accepted")
    public long getRecordsSent() {
        return totals.get(Count.SENT);
    }

    @ManagedAttribute(description = "Bytes of the accepted records, including partition keys")
    public long getBytesSent() {
        return totals.get(Count.BYTES);
    }

    @ManagedAttribute(description = "Records that were not accepted, after all attempts")
    public long getRecordsRefused() {
        return totals.get(Count.REFUSED);
    }

    @ManagedAttribute(description = "Number of times that a record was resent")
    public long getRecordsResent() {
        return totals.get(Count.RESENT);
    }

    @ManagedAttribute(description = "PutRecords calls, including failed ones")
    public long getCalls() {
        return totals.get(Count.CALLS);
    }

    @ManagedAttribute(description = "PutRecords calls that the stream throttled")
    public long getCallsThrottled() {
        return totals.get(Count.THROTTLED);
    }

    @ManagedAttribute(description = "Milliseconds that threads waited before calls")
    public long getMillisWaited() {
        return totals.get(Count.WAITED);
    }

    @ManagedAttribute(
            description = "Milliseconds between the starts of calls while the stream is throttled, otherwise 0")
    public long getMillisBetweenCalls() {
        return rateLimiter().delay();
    }

    /** Maximum records in one PutRecords call: 1 to 500. */
    public void setMaxBatchRecords(int maxBatchRecords) {
        this.maxBatchRecords = maxBatchRecords;
    }

    /**
     * Maximum bytes of data and partition keys in one PutRecords call. By default 5 MiB, or {@code maxRecordBytes} if that is
     * more.
     */
    public void setMaxBatchBytes(int maxBatchBytes) {
        this.maxBatchBytes = maxBatchBytes;
    }

    /**
     * Maximum bytes of data and partition key of one record. A larger record is refused without being sent. Increase it, up to
     * 10 MiB, only together with the maximum of the stream.
     */
    public void setMaxRecordBytes(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * Maximum calls for one batch, including the first. Each retry contains only the refused records. Retries of the SDK are
     * disabled, unless you bind a client that has them.
     */
    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    /**
     * Milliseconds before the second call for a batch; doubles with each further call. Up to half of it is subtracted at random.
     */
    public void setBackoffInitialDelay(Duration backoffInitialDelay) {
        this.backoffInitialDelay = backoffInitialDelay.toMillis();
    }

    /** Maximum milliseconds between two calls for a batch. */
    public void setBackoffMaxDelay(Duration backoffMaxDelay) {
        this.backoffMaxDelay = backoffMaxDelay.toMillis();
    }

    /**
     * Milliseconds between the starts of two calls of any threads after the stream has throttled a call. Increases while
     * throttling continues, and decreases afterwards.
     */
    public void setThrottledInitialDelay(Duration throttledInitialDelay) {
        this.throttledInitialDelay = throttledInitialDelay.toMillis();
    }

    /** Maximum milliseconds between the starts of two calls to a throttled stream. 0 disables the rate limit. */
    public void setThrottledMaxDelay(Duration throttledMaxDelay) {
        this.throttledMaxDelay = throttledMaxDelay.toMillis();
    }

    /**
     * Whether a call contains at most one record of each partition key, so that the records of a key stay in order even if the
     * stream refuses one. Needs a call for each repetition of a key.
     */
    public void setStrictOrder(boolean strictOrder) {
        this.strictOrder = strictOrder;
    }
}
