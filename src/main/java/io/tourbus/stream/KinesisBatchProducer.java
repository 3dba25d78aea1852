package io.tourbus.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.kinesis.Kinesis2Constants;
import org.apache.camel.support.DefaultProducer;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Takes the records of a message, an {@code Iterable} of {@code byte[]} or of what Camel converts to that, and their
 * partition keys from {@link KinesisBatchConstants#PARTITION_KEYS}, or one for all from the header of {@code aws2-kinesis}.
 */
class KinesisBatchProducer extends DefaultProducer {

    private RecordSender sender;

    KinesisBatchProducer(KinesisBatchEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public KinesisBatchEndpoint getEndpoint() {
        return (KinesisBatchEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        var endpoint = getEndpoint();
        var client = endpoint.getClient();
        sender = new RecordSender(
                endpoint.getConfiguration().getStreamName(),
                client::putRecords,
                new BatchLimits(
                        endpoint.getMaxBatchRecords(), endpoint.getMaxBatchBytes(), endpoint.getMaxRecordBytes()),
                new Backoff(
                        endpoint.getMaxAttempts(),
                        Duration.ofMillis(endpoint.getBackoffMillis()),
                        Duration.ofMillis(endpoint.getMaxBackoffMillis())),
                time -> Thread.sleep(time.toMillis()),
                new Random());
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        var message = exchange.getMessage();
        var records = message.getMandatoryBody(Iterable.class).iterator();
        var sent = sender.send(new Numbered(records, keys(message), exchange));
        message.setHeader(Kinesis2Constants.RECORD_COUNT, sent.records());
        message.setHeader(Kinesis2Constants.FAILED_RECORD_COUNT, 0L);
        message.setHeader(KinesisBatchConstants.BYTES, sent.bytes());
        message.setHeader(KinesisBatchConstants.CALLS, sent.calls());
    }

    private static IntFunction<String> keys(Message message) {
        List<?> each = message.getHeader(KinesisBatchConstants.PARTITION_KEYS, List.class);
        if (each != null) {
            return index -> index < each.size() ? String.valueOf(each.get(index)) : null;
        }
        var one = message.getHeader(Kinesis2Constants.PARTITION_KEY, String.class);
        return index -> one;
    }

    /** The records of a body with their numbers and keys, converted as they are asked for. */
    private static final class Numbered implements Iterator<StreamRecord> {

        private final Iterator<?> bodies;
        private final IntFunction<String> keys;
        private final Exchange exchange;
        private int index;

        Numbered(Iterator<?> bodies, IntFunction<String> keys, Exchange exchange) {
            this.bodies = bodies;
            this.keys = keys;
            this.exchange = exchange;
        }

        @Override
        public boolean hasNext() {
            return bodies.hasNext();
        }

        @Override
        public StreamRecord next() {
            var record = new StreamRecord(index, key(), data());
            index++;
            return record;
        }

        private String key() {
            var key = keys.apply(index);
            if (key == null || key.isEmpty()) {
                throw new IllegalArgumentException("record %d has no partition key: set the header %s to a list of keys"
                        .formatted(index, KinesisBatchConstants.PARTITION_KEYS));
            }
            return key;
        }

        private SdkBytes data() {
            var data = exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, bodies.next());
            if (data == null) {
                throw new IllegalArgumentException("record %d cannot be read as bytes".formatted(index));
            }
            return SdkBytes.fromByteArrayUnsafe(data);
        }
    }
}
