package io.tourbus.stream;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** A Kinesis client for a {@link ScriptedStream}; records the name of the stream. */
public final class StubKinesis implements KinesisClient {
    private final ScriptedStream stream;
    private volatile String streamName;

    public StubKinesis(ScriptedStream stream) {
        this.stream = stream;
    }

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
        streamName = request.streamName();
        return stream.apply(request);
    }

    public String streamName() {
        return streamName;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
