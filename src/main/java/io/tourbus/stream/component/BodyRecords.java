package io.tourbus.stream.component;

import io.tourbus.stream.StreamRecord;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;

/**
 * The records of a message, one by one: each is converted to bytes when its turn comes, never the whole body at once.
 *
 * <p>An {@code Iterable} body holds one record each, of whatever Camel converts to {@code byte[]}: bytes, text in
 * UTF-8, streams, buffers. Any other body is one record.
 */
final class BodyRecords implements Iterator<StreamRecord> {
    private final Exchange exchange;
    private final PartitionKeys keys;
    private final Iterator<?> body;
    private int index;

    /** @throws IllegalArgumentException if there is no body or no partition key, or not one for each record */
    BodyRecords(Exchange exchange) {
        this.exchange = exchange;
        this.keys = PartitionKeys.of(exchange.getMessage());
        this.body = recordsOf(exchange.getMessage().getBody()).iterator();
    }

    private static Iterable<?> recordsOf(Object body) {
        if (body == null) {
            throw new IllegalArgumentException("The message has no body: nothing to send to the stream");
        }
        return body instanceof Iterable<?> records ? records : List.of(body);
    }

    /** @throws IllegalArgumentException at the end, if there are more keys than records */
    @Override
    public boolean hasNext() {
        boolean more = body.hasNext();
        if (!more) {
            keys.requireLength(index);
        }
        return more;
    }

    /** @throws IllegalArgumentException if there is no key for this record, or it does not convert to bytes */
    @Override
    public StreamRecord next() {
        Object record = body.next();
        StreamRecord next = new StreamRecord(index, keys.at(index), bytesOf(record));
        index++;
        return next;
    }

    private byte[] bytesOf(Object record) {
        if (record == null) {
            throw new IllegalArgumentException("Record " + index + " of the body is null");
        }
        try {
            return exchange.getContext().getTypeConverter().mandatoryConvertTo(byte[].class, exchange, record);
        } catch (NoTypeConversionAvailableException e) {
            String type = record.getClass().getName();
            throw new IllegalArgumentException(
                    "Record " + index + " of the body is a " + type + ", which Camel cannot convert to bytes", e);
        }
    }
}
