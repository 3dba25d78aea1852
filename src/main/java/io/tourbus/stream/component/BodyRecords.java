package io.tourbus.stream.component;

import io.tourbus.stream.StreamRecord;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;

/**
 * Iterates over the records of a message body, and converts each record to bytes only when it is read.
 *
 * <p>Each item of an {@code Iterable} body is a record. An item can have any type that Camel converts to {@code byte[]}: bytes,
 * text (as UTF-8), streams, buffers. Any other body is a single record.
 */
final class BodyRecords implements Iterator<StreamRecord> {
    private final Exchange exchange;
    private final PartitionKeys keys;
    private final Iterator<?> body;
    private int index;

    /** @throws IllegalArgumentException if the body or a partition key is missing */
    BodyRecords(Exchange exchange) {
        this.exchange = exchange;
        this.keys = PartitionKeys.of(exchange.getMessage());
        this.body = recordsOf(exchange.getMessage().getBody()).iterator();
    }

    private static Iterable<?> recordsOf(Object body) {
        if (body == null) {
            throw new IllegalArgumentException("The message has no body. Set a record or an Iterable of records.");
        }
        return body instanceof Iterable<?> records ? records : List.of(body);
    }

    /** @throws IllegalArgumentException at the end of the body, if there are more keys than records */
    @Override
    public boolean hasNext() {
        boolean more = body.hasNext();
        if (!more) {
            keys.requireLength(index);
        }
        return more;
    }

    /** @throws IllegalArgumentException if the record has no key, or cannot be converted to bytes */
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
