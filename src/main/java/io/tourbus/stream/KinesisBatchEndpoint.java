package io.tourbus.stream;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.aws2.kinesis.Kinesis2Configuration;
import org.apache.camel.component.aws2.kinesis.Kinesis2Constants;
import org.apache.camel.component.aws2.kinesis.Kinesis2Endpoint;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Sends messages whose body is a list of records into a stream. */
@UriEndpoint(
        firstVersion = "4.18.0",
        scheme = "aws2-kinesis-batch",
        title = "AWS Kinesis Batch",
        syntax = "aws2-kinesis-batch:streamName",
        producerOnly = true,
        headersClass = Kinesis2Constants.class)
public class KinesisBatchEndpoint extends Kinesis2Endpoint {

    @UriParam(defaultValue = "500", description = "Most records of a call, 1 to 500.")
    private int maxBatchRecords = 500;

    @UriParam(defaultValue = "5242880", description = "Most bytes of a call: data and partition keys.")
    private long maxBatchBytes = 5L << 20;

    @UriParam(
            defaultValue = "1048576",
            description = "Most bytes of a record: data and partition key. Larger ones are refused without a call.")
    private long maxRecordBytes = 1L << 20;

    @UriParam(
            defaultValue = "5",
            description =
                    "Attempts to send a record, the first one included, on top of the client's own retries of calls.")
    private int maxAttempts = 5;

    @UriParam(defaultValue = "200", description = "Milliseconds before the first resend; doubled for each one after.")
    private long backoffMillis = 200;

    @UriParam(defaultValue = "10000", description = "Most milliseconds before a resend.")
    private long maxBackoffMillis = 10_000;

    public KinesisBatchEndpoint(String uri, Kinesis2Configuration configuration, KinesisBatchComponent component) {
        super(uri, configuration, component);
    }

    @Override
    public Producer createProducer() {
        return new KinesisBatchProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("aws2-kinesis-batch only sends: receive with aws2-kinesis");
    }

    public int getMaxBatchRecords() {
        return maxBatchRecords;
    }

    public void setMaxBatchRecords(int maxBatchRecords) {
        this.maxBatchRecords = maxBatchRecords;
    }

    public long getMaxBatchBytes() {
        return maxBatchBytes;
    }

    public void setMaxBatchBytes(long maxBatchBytes) {
        this.maxBatchBytes = maxBatchBytes;
    }

    public long getMaxRecordBytes() {
        return maxRecordBytes;
    }

    public void setMaxRecordBytes(long maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public long getBackoffMillis() {
        return backoffMillis;
    }

    public void setBackoffMillis(long backoffMillis) {
        this.backoffMillis = backoffMillis;
    }

    public long getMaxBackoffMillis() {
        return maxBackoffMillis;
    }

    public void setMaxBackoffMillis(long maxBackoffMillis) {
        this.maxBackoffMillis = maxBackoffMillis;
    }
}
