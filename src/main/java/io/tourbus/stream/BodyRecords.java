package io.tourbus.stream;

import static io.tourbus.stream.KinesisBatchProducer.PARTITION_KEY;
import static io.tourbus.stream.KinesisBatchProducer.PARTITION_KEYS;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;

/**
 * Iterates over the records of a message body, and converts each record to bytes only when it is read.
 *
 * <p>Each item of an {@code Iterable} body is a record. An item can have any type that Camel converts to {@code byte[]}: bytes,
 * text (as UTF-8), streams, buffers. Any other body is a single record.
 *
 * <p>Newer Camel versions extend a short list of partition keys with the single key. Here, a list and a body of different
 * lengths are an error, because records could silently get the wrong keys.
 */
final class BodyRecords implements Iterator<StreamRecord> {
    private final Exchange exchange;
    private final Iterator<?> body;

    /** By record; null if {@link #keyForAll} applies. */
    private final List<String> keys;

    private final String keyForAll;
    private int index;

    /** @throws IllegalArgumentException if the body or a key is missing, or their numbers are known to differ */
    BodyRecords(Exchange exchange) {
        this.exchange = exchange;
        Object list = exchange.getMessage().getHeader(PARTITION_KEYS);
        this.keys = list == null ? null : requireKeys(list);
        this.keyForAll =
                list == null ? requireKey(exchange.getMessage().getHeader(PARTITION_KEY), PARTITION_KEY) : null;
        Object records = exchange.getMessage().getBody();
        if (records == null) {
            throw new IllegalArgumentException("The message has no body. Set a record or an Iterable of records.");
        }
        if (records instanceof Collection<?> collection) {
            requireKeysFor(collection.size());
        }
        this.body = (records instanceof Iterable<?> iterable ? iterable : List.of(records)).iterator();
    }

    private static List<String> requireKeys(Object header) {
        if (!(header instanceof List<?> list)) {
            throw new IllegalArgumentException(
                    PARTITION_KEYS + " is a " + header.getClass().getName() + ", not a List");
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> requireKey(list.get(i), PARTITION_KEYS + " at index " + i))
                .toList();
    }

    private static String requireKey(Object key, String header) {
        if (key == null || key.toString().isEmpty()) {
            throw new IllegalArgumentException("No partition key in " + header);
        }
        return key.toString();
    }

    private void requireKeysFor(int records) {
        if (keys != null && keys.size() != records) {
            throw wrongNumberOfKeys(String.valueOf(records));
        }
    }

    private IllegalArgumentException wrongNumberOfKeys(String records) {
        return new IllegalArgumentException(PARTITION_KEYS + " has " + keys.size() + " keys, but the body has "
                + records + " records. Set one key for each record.");
    }

    /** @throws IllegalArgumentException at the end of the body, if there are more keys than records */
    @Override
    public boolean hasNext() {
        boolean more = body.hasNext();
        if (!more) {
            requireKeysFor(index);
        }
        return more;
    }

    /** @throws IllegalArgumentException if the record has no key, or cannot be converted to bytes */
    @Override
    public StreamRecord next() {
        Object record = body.next();
        if (keys != null && index >= keys.size()) {
            throw wrongNumberOfKeys("more");
        }
        StreamRecord next = new StreamRecord(index, keys == null ? keyForAll : keys.get(index), bytesOf(record));
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
