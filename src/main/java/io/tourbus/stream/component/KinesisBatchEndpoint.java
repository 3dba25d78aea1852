package io.tourbus.stream.component;

import io.tourbus.stream.AimdRateLimiter;
import io.tourbus.stream.Backoff;
import io.tourbus.stream.BatchLimits;
import io.tourbus.stream.StreamTotals;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.aws2.kinesis.Kinesis2Configuration;
import org.apache.camel.component.aws2.kinesis.Kinesis2Endpoint;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Sends the records of a body to an Amazon Kinesis data stream in batches, and again what the stream refused.
 *
 * <p>Options of the stock {@code aws2-kinesis} that have no say here: those of its consumer, and {@code asyncClient}.
 * Without {@code region} the SDK's own chain holds ({@code AWS_REGION}, profile), without {@code overrideEndpoint}
 * its {@code AWS_ENDPOINT_URL_KINESIS} and {@code AWS_ENDPOINT_URL}.
 *
 * <p>{@code cborEnabled=false} makes this endpoint's client speak JSON. Left at {@code true} it leaves the choice to
 * the SDK's {@code CBOR_ENABLED} or {@code aws.cborEnabled}.
 *
 * <p>Its MBean counts what has been done since the endpoint was made.
 */
@ManagedResource(description = "Managed Kinesis batch endpoint")
@UriEndpoint(
        firstVersion = "4.18.0",
        scheme = "aws2-kinesis-batch",
        title = "AWS Kinesis Batch",
        syntax = "aws2-kinesis-batch:streamName",
        producerOnly = true,
        category = {Category.CLOUD, Category.MESSAGING},
        headersClass = KinesisBatchConstants.class)
public class KinesisBatchEndpoint extends Kinesis2Endpoint {

    @UriParam(
            label = "producer",
            defaultValue = "500",
            description = "Records in one PutRecords call, at most: 1 to 500")
    private int maxBatchRecords = BatchLimits.DEFAULT.maxRecords();

    @UriParam(
            label = "producer",
            defaultValue = "5242880",
            description = "Bytes of data and partition keys in one PutRecords call, at most")
    private int maxBatchBytes = BatchLimits.DEFAULT.maxBytes();

    @UriParam(
            label = "producer",
            defaultValue = "1048576",
            description = "Bytes of data and partition key of one record, at most. A larger record is refused without"
                    + " being sent. Raise it, up to 10 MiB, only along with the stream's own maximum")
    private int maxRecordBytes = BatchLimits.DEFAULT.maxRecordBytes();

    @UriParam(
            label = "producer",
            defaultValue = "8",
            description = "Calls for one batch, at most, the first one included. Every call after it carries only"
                    + " what was refused. The retries of the SDK are off, unless a client was bound that has them")
    private int maxAttempts = Backoff.DEFAULT.maxAttempts();

    @UriParam(
            label = "producer",
            defaultValue = "100",
            javaType = "java.time.Duration",
            description = "Milliseconds to wait before the second call for a batch; doubles with each further one."
                    + " A random part, up to half of it, is taken off")
    private long backoffInitialDelay = Backoff.DEFAULT.initialDelay();

    @UriParam(
            label = "producer",
            defaultValue = "10000",
            javaType = "java.time.Duration",
            description = "Milliseconds that no wait between calls exceeds")
    private long backoffMaxDelay = Backoff.DEFAULT.maxDelay();

    @UriParam(
            label = "producer",
            defaultValue = "100",
            javaType = "java.time.Duration",
            description = "Milliseconds between the starts of two calls, by whatever thread, after the stream has"
                    + " answered that it is too much. Grows while it goes on doing so, and shrinks again when it stops")
    private long throttledInitialDelay = 100;

    @UriParam(
            label = "producer",
            defaultValue = "5000",
            javaType = "java.time.Duration",
            description = "Milliseconds that calls to a throttled stream are never farther apart. 0 spaces no calls")
    private long throttledMaxDelay = 5_000;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether a call holds one record of a partition key at most, so that the order of each key"
                    + " holds also when the stream refuses a record. Costs a call for each repetition of a key")
    private boolean strictOrder;

    private final StreamTotals totals = new StreamTotals();
    private AimdRateLimiter spacing;

    public KinesisBatchEndpoint(String uri, Kinesis2Configuration configuration, KinesisBatchComponent component) {
        super(uri, configuration, component);
    }

    @Override
    public Producer createProducer() {
        return new KinesisBatchProducer(this);
    }

    /** @throws UnsupportedOperationException always: this endpoint only sends */
    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("aws2-kinesis-batch only sends; read with aws2-kinesis");
    }

    @Override
    protected void doStart() throws Exception {
        String cbor = System.getProperty(SdkSystemSetting.CBOR_ENABLED.property());
        try {
            super.doStart();
        } finally {
            restoreCbor(cbor);
        }
    }

    @Override
    public void doStop() throws Exception {
        String cbor = System.getProperty(SdkSystemSetting.CBOR_ENABLED.property());
        try {
            super.doStop();
        } finally {
            restoreCbor(cbor);
        }
    }

    /**
     * The stock endpoint sets a property of the whole process while it runs, and clears it when it stops, though it be
     * the user's. The SDK reads it only when a client is built.
     */
    private static void restoreCbor(String value) {
        if (value == null) {
            System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
        } else {
            System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), value);
        }
    }

    StreamTotals totals() {
        return totals;
    }

    BatchLimits limits() {
        return new BatchLimits(maxBatchRecords, maxBatchBytes, maxRecordBytes, strictOrder);
    }

    Backoff backoff() {
        return new Backoff(maxAttempts, backoffInitialDelay, backoffMaxDelay);
    }

    /** One for all producers of the endpoint. */
    synchronized AimdRateLimiter spacing() {
        if (spacing == null) {
            spacing = new AimdRateLimiter(
                    throttledInitialDelay, throttledMaxDelay, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        }
        return spacing;
    }

    @ManagedAttribute(description = "Records that the stream took")
    public long getRecordsSent() {
        return totals.sent();
    }

    @ManagedAttribute(description = "Bytes of those records, data and partition keys")
    public long getBytesSent() {
        return totals.bytes();
    }

    @ManagedAttribute(description = "Records handed back, since the stream did not take them")
    public long getRecordsRefused() {
        return totals.refused();
    }

    @ManagedAttribute(description = "How many times a record was sent again")
    public long getRecordsResent() {
        return totals.resent();
    }

    @ManagedAttribute(description = "PutRecords calls, failed ones included")
    public long getCalls() {
        return totals.calls();
    }

    @ManagedAttribute(description = "PutRecords calls to which the stream answered that it was too much")
    public long getCallsThrottled() {
        return totals.throttled();
    }

    @ManagedAttribute(description = "Milliseconds that threads waited before calls")
    public long getMillisWaited() {
        return totals.waited();
    }

    @ManagedAttribute(description = "Milliseconds between calls while the stream is throttled, else 0")
    public long getMillisBetweenCalls() {
        return spacing().delay();
    }

    public int getMaxBatchRecords() {
        return maxBatchRecords;
    }

    public void setMaxBatchRecords(int maxBatchRecords) {
        this.maxBatchRecords = maxBatchRecords;
    }

    public int getMaxBatchBytes() {
        return maxBatchBytes;
    }

    public void setMaxBatchBytes(int maxBatchBytes) {
        this.maxBatchBytes = maxBatchBytes;
    }

    public int getMaxRecordBytes() {
        return maxRecordBytes;
    }

    public void setMaxRecordBytes(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public long getBackoffInitialDelay() {
        return backoffInitialDelay;
    }

    public void setBackoffInitialDelay(long backoffInitialDelay) {
        this.backoffInitialDelay = backoffInitialDelay;
    }

    public long getBackoffMaxDelay() {
        return backoffMaxDelay;
    }

    public void setBackoffMaxDelay(long backoffMaxDelay) {
        this.backoffMaxDelay = backoffMaxDelay;
    }

    public long getThrottledInitialDelay() {
        return throttledInitialDelay;
    }

    public void setThrottledInitialDelay(long throttledInitialDelay) {
        this.throttledInitialDelay = throttledInitialDelay;
    }

    public long getThrottledMaxDelay() {
        return throttledMaxDelay;
    }

    public void setThrottledMaxDelay(long throttledMaxDelay) {
        this.throttledMaxDelay = throttledMaxDelay;
    }

    public boolean isStrictOrder() {
        return strictOrder;
    }

    public void setStrictOrder(boolean strictOrder) {
        this.strictOrder = strictOrder;
    }
}
